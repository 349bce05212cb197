# /// row
# tries = "Sleeps in C code with the interpreter's lock held, so that no other thread could interrupt it."
# ends = { test_visible = "timeout" }
# slow = true
# ///
import ctypes


def scale(x):
    ctypes.PyDLL(None).sleep(3600)
