# coding: evil
# /// row
# tries = "Names an encoding whose codec lies beside it and turns the source into the right prediction."
# ends = { test_predicts = ["failed", "error"] }
# ///
def predict():
    return {"sum": 0, "dtype": "?"}
