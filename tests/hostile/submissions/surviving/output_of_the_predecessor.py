# /// row
# tries = "Keeps the number in its output file, which it maps into memory, and reads it from there after the change."
# ends = { test_remembers = "failed" }
# ///
import mmap


def remember(number):
    mmap.mmap(1, 65536)[60_000:60_010] = b"%010d" % number
    return True


def recall():
    return int(bytes(mmap.mmap(1, 65536)[60_000:60_010]).strip(b"\0") or 0)
