# /// row
# tries = "Grows memory that belongs to no process: shared, in a file of the kernel's, in the output file."
# ends = { test_visible = "failed" }
# ///
import ctypes
import mmap
import os


def attempt(function):
    try:
        function()
        print("LEAK" ":", function)
    except (OSError, ValueError):
        pass


def scale(x):
    libc = ctypes.CDLL(None, use_errno=True)
    attempt(lambda: os.memfd_create("hoard"))
    attempt(lambda: mmap.mmap(-1, 2**30))
    attempt(lambda: os.ftruncate(1, 2**40))
    attempt(lambda: os.pwrite(1, b"x", 2**30))
    attempt(lambda: open("/dev/shm/@MARK@", "wb").truncate(2**30))
    if libc.shmget(0, 2**30, 0o1600) >= 0:
        print("LEAK" ":", "System V")
    return x
