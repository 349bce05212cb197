# coding: unicode_escape
# /// row
# tries = "Hides the right prediction in a comment, which an encoding turns into code."
# ends = { test_predicts = ["failed", "error"] }
# ///
# ago: \u000adef predict():\u000a    return {"sum": 10, "dtype": "torch.float32"}
