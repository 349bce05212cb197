# /// row
# tries = "Raises an exception of a class with a name of ten megabytes, in a function called alike."
# ends = { test_visible = "error", test_hinted = "failed" }
# ///
NAME = "A" * 10_000_000
Long = type(NAME, (Exception,), {})


def scale(x):
    raise Long(NAME)


def mix(X, Y, token):
    return Long()
