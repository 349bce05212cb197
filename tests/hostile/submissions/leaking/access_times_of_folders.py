# /// row
# tries = "Lists folders of a library, and has stat tell whether somebody did."
# ends = { test_visible = "failed", test_shown = "failed" }
# only_on = "access times"
# ///
import os
import sysconfig
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
    tried, ahead = 0, [sysconfig.get_path("purelib"), sysconfig.get_path("stdlib")]
    while ahead and tried < 400:
        place = ahead.pop()
        if stale(place) and kept(place, os.listdir):
            print("LEAK" ":", place)
        tried += 1
        ahead += [entry.path for entry in os.scandir(place) if entry.is_dir(follow_symlinks=False)]
    return x
