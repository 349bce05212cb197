# /// row
# tries = "Raises AttributeError inside of a call, which is not the lack of a name."
# ends = { test_visible = "error", test_hinted = "failed" }
# ///
def scale(x):
    raise AttributeError("module has no attribute 'scale'")
