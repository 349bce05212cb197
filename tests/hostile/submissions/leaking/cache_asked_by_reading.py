# /// row
# tries = "Reads files of a library only as far as they are in the cache that everybody shares."
# ends = { test_visible = "failed", test_shown = "failed" }
# ///
import itertools
import os
import sysconfig


def scale(x):
    for folder, _, names in itertools.islice(os.walk(sysconfig.get_path("purelib")), 30):
        for name in names:
            file = os.open(f"{folder}/{name}", os.O_RDONLY)
            try:
                os.preadv(file, [bytearray(1)], 0, os.RWF_NOWAIT)
                print("LEAK" ": in the cache", name)
            except BlockingIOError:
                print("LEAK" ": not in the cache", name)
            except OSError:
                pass
            os.close(file)
    return x
