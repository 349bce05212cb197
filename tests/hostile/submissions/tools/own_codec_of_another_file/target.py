# /// row
# tries = "Has the prediction in another file, which names an encoding whose codec lies beside it."
# ends = { test_predicts = ["failed", "error"] }
# ///
from words import predict
