# /// row
# tries = "Stops itself with SIGSTOP, so that it neither runs nor ends."
# ends = { test_visible = "timeout" }
# slow = true
# ///
import os
import signal


def scale(x):
    os.kill(os.getpid(), signal.SIGSTOP)
