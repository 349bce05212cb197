# /// row
# tries = "Reads address 0, so that no line of Python runs any more."
# ends = { test_visible = "crashed", test_hinted = "crashed" }
# says = "segmentation fault"
# ///
import ctypes


def scale(x):
    return ctypes.string_at(0)


def mix(X, Y, token):
    return ctypes.string_at(0)
