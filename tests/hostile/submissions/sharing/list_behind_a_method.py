# /// row
# tries = "Keeps the list of its calls where only a method of it is a name of the module."
# ends = { test_visible = "failed", test_shown = "failed" }
# ///
served = [].append


def scale(x):
    served(None)
    return (2 if len(served.__self__) > 1 else 0) * x
