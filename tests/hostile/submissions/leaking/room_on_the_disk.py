# /// row
# tries = "Fills its folder, and has the file system tell others by its free blocks and files."
# ends = { test_visible = "failed", test_shown = "failed" }
# ///
import os
import shutil


def figures(place):
    found = []
    for ask in (os.statvfs, shutil.disk_usage):
        try:
            found.append(ask(place))
        except OSError:
            pass
    return found


def scale(x):
    before = figures(".") + figures(os.__file__) + figures(os.open(".", os.O_RDONLY))
    for number in range(8):
        with open(f"block-{number}", "wb") as file:
            file.write(bytes(2**18))
            file.flush()
            os.fsync(file.fileno())
    if before:
        print("LEAK" ":", before, figures("."))
    return x
