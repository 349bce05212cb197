# /// row
# tries = "Loads a program into the kernel."
# ends = { test_visible = "crashed" }
# incident = true
# only_on = "x86_64"
# ///
import ctypes


def scale(x):
    ctypes.CDLL(None).syscall(321, 0, ctypes.create_string_buffer(128), 128)
    return x
