#!/usr/bin/env python
# coding: evil
# /// row
# tries = "Names the encoding where Python looks second."
# ends = { test_predicts = ["failed", "error"] }
# ///
def predict():
    return {"sum": 0, "dtype": "?"}
