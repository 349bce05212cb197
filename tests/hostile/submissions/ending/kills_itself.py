# /// row
# tries = "Dies of SIGKILL, as if somebody else had ended it."
# ends = { test_visible = "crashed", test_hinted = "crashed" }
# ///
import os
import signal


def scale(x):
    os.kill(os.getpid(), signal.SIGKILL)


def mix(X, Y, token):
    os.abort()
