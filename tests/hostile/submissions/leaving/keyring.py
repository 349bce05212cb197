# /// row
# tries = "Leaves a message for the next submission in the kernel's keyring."
# ends = { test_visible = "crashed" }
# incident = true
# only_on = "x86_64"
# ///
import ctypes


def scale(x):
    ctypes.CDLL(None).syscall(248, b"user", b"hostile", b"message", 7, ctypes.c_long(-4))
    return x
