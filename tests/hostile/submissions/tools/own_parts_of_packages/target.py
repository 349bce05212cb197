# coding: evil
# /// row
# tries = "Brings files that are called like parts of the packages of whoever reads it."
# ends = { test_predicts = ["failed", "error"] }
# ///
def predict():
    return {"sum": 0, "dtype": "?"}
