# /// row
# tries = "Asks where links lead that nobody else follows, and has stat tell whether somebody did."
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


def links():
    for folder in ("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib", "/sys/devices/system/cpu"):
        if os.path.isdir(folder):
            yield from (entry.path for entry in os.scandir(folder) if entry.is_symlink())


def scale(x):
    for place in links():
        if stale(place) and kept(place, os.readlink):
            print("LEAK" ":", place)
    return x
