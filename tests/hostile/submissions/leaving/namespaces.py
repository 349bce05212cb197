# /// row
# tries = "Makes namespaces of its own, in which it would be root."
# ends = { test_visible = "crashed", test_hinted = ["crashed", "error"] }
# incident = true
# ///
import ctypes


def scale(x):
    if ctypes.CDLL(None).unshare(0x10000000 | 0x00020000) == 0:
        print("LEAK" ":", "a namespace")
    return x


def mix(X, Y, token):
    return scale(X)
