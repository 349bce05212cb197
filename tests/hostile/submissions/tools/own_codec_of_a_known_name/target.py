# -*- coding: big5hkscs -*-
# /// row
# tries = "Brings a codec of its own for an encoding that Python has and nobody has loaded yet."
# ends = { test_predicts = ["failed", "error"] }
# ///
def predict():
    return {"sum": 0, "dtype": "?"}
