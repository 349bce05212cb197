# vim: set fileencoding=gb18030 :
# /// row
# tries = "Brings a codec of its own for an encoding that sources commonly have."
# ends = { test_predicts = ["failed", "error"] }
# ///
def predict():
    return {"sum": 0, "dtype": "?"}
