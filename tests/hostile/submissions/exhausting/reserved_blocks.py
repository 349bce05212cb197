# /// row
# tries = "Takes blocks from the disk without writing them, which costs no time."
# ends = { test_visible = ["crashed", "error", "timeout"] }
# plain = "it would fill the disk"
# ///
import itertools
import os


def scale(x):
    for number in itertools.count():
        with open(f"hoard-{number}", "wb") as file:
            os.posix_fallocate(file.fileno(), 0, 2**22)
