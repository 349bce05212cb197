# /// row
# tries = "Takes blocks from the disk for files that it removes at once and keeps open, so that nobody sees them."
# ends = { test_visible = ["error", "crashed", "timeout"] }
# plain = "it would fill the disk"
# ///
import itertools
import os


def scale(x):
    kept = []
    for number in itertools.count():
        kept.append(open(f"hoard-{number}", "wb"))
        os.remove(f"hoard-{number}")
        kept[-1].write(bytes(2**22))
