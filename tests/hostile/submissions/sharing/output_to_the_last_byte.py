# /// row
# tries = "Prints exactly as much as is kept, one byte more, and then writes past that by hand."
# ends = { test_visible = "passed", test_shown = "passed", test_twice = "passed" }
# ///
import contextlib
import os
import sys


def scale(x):
    sys.stdout.write("x" * 65536 + "y")
    with contextlib.suppress(OSError):
        os.lseek(1, 65535, os.SEEK_SET)
        os.write(1, b"zz")
    with contextlib.suppress(OSError):
        os.ftruncate(1, 0)
    with contextlib.suppress(OSError):
        os.pwrite(1, b"end", 2**40)
    return 2 * x
