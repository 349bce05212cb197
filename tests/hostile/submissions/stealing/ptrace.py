# /// row
# tries = "Attaches to its parent as a debugger."
# ends = { test_visible = "crashed", test_hinted = "crashed" }
# incident = true
# ///
import ctypes
import os

import torch  # noqa: F401


def scale(x):
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.ptrace(16, os.getppid(), 0, 0) == 0:
        print("LEAK" ": attached")
        libc.ptrace(17, os.getppid(), 0, 0)
    return x


def mix(X, Y, token):
    return scale(X)
