# /// row
# tries = "Answers with the right numbers in another dtype."
# ends = { test_visible = "failed", test_shown = "failed", test_hinted = "failed" }
# ///


def scale(x):
    return 2 * x.double()


def mix(X, Y, token):
    return (X + 3 * Y).half()
