# /// row
# tries = "Asks for userfaultfd, which many kernel exploits start with."
# ends = { test_visible = "crashed" }
# incident = true
# only_on = "x86_64"
# ///
import ctypes


def scale(x):
    ctypes.CDLL(None).syscall(323, 0o2000000)
    return x
