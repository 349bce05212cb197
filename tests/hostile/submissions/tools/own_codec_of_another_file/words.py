# coding: evil
def predict():
    return {"sum": 0, "dtype": "?"}
