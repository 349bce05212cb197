# /// row
# tries = "Loads shared libraries that nothing else loads, and has stat tell which of them somebody loaded."
# ends = { test_visible = "failed", test_shown = "failed" }
# only_on = "access times"
# ///
import contextlib
import ctypes
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


def load(place):
    with contextlib.suppress(OSError):
        ctypes.CDLL(place)


def scale(x):
    tried = 0
    for folder, _, names in os.walk(sysconfig.get_path("platlib")):
        for place in (f"{folder}/{name}" for name in names if ".so" in name):
            if os.path.getsize(place) < 2**22 and tried < 8 and stale(place):
                if kept(place, load):
                    print("LEAK" ":", place)
                tried += 1
    return x
