# /// row
# tries = "Changes its root directory and climbs out of it."
# ends = { test_visible = "crashed" }
# incident = true
# ///
import os


def scale(x):
    os.mkdir("jail")
    os.chroot("jail")
    for _ in range(20):
        os.chdir("..")
    os.chroot(".")
    return x
