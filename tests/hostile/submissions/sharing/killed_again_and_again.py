# /// row
# tries = "Kills itself like a machine without memory, which is tried once more, and no oftener."
# ends = { test_visible = "crashed", test_even = "crashed" }
# ///
import os
import signal


def scale(x):
    os.kill(os.getpid(), signal.SIGKILL)


def is_even(number):
    os.kill(os.getpid(), signal.SIGKILL)
