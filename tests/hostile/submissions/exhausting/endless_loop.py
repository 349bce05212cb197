# /// row
# tries = "Never returns."
# ends = { test_visible = "timeout", test_hinted = "passed" }
# says = "seconds of CPU time"
# slow = true
# ///
def scale(x):
    while True:
        pass


def mix(X, Y, token):
    return X + 3 * Y
