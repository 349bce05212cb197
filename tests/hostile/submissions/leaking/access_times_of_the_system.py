# /// row
# tries = "Lists folders of the processors, and has stat tell whether somebody did."
# ends = { test_visible = "failed", test_shown = "failed" }
# only_on = "access times"
# ///
import os
import time


def stale(place):
    """A time that the next access would change, on a mount that keeps times now and then."""
    seen = os.lstat(place)
    return seen.st_atime_ns <= max(seen.st_mtime_ns, seen.st_ctime_ns) or time.time() - seen.st_atime > 90_000


def kept(place, use):
    before = os.lstat(place).st_atime_ns
    use(place)
    return os.lstat(place).st_atime_ns != before


def scale(x):
    for folder, names, _ in os.walk("/sys/devices/system/cpu"):
        # What is not looked at for a while is made anew, with times of its own.
        if stale(folder) and kept(folder, os.listdir):
            print("LEAK" ":", folder)
    return x
