# /// row
# tries = "Raises an exception whose classes have names of escapes, directions and half characters."
# ends = { test_visible = "error", test_hinted = "passed" }
# ///
def scale(x):
    kind = ValueError
    for name in ("\x1b[2J" * 60, "\u202e", "\ud800", "CheckFailed"):
        kind = type(name, (kind,), {})
    raise kind("\ud800" * 9_000)


def mix(X, Y, token):
    return X + 3 * Y
