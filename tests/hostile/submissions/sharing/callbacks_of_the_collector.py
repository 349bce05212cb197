# /// row
# tries = "Keeps state among the callbacks of the garbage collector."
# ends = { test_visible = "failed", test_shown = "failed" }
# ///
import gc


def scale(x):
    served = len(gc.callbacks)
    gc.callbacks.append(lambda *_: None)
    return (2 if served else 0) * x
