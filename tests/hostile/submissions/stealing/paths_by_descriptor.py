# /// row
# tries = "Opens the hidden checks in roundabout ways: O_PATH and /proc/self/fd, a folder's descriptor, chdir, a link."
# ends = { test_visible = "failed" }
# ///
import os


def attempt(function):
    try:
        print("LEAK" ":", function())
    except OSError:
        pass


def scale(x):
    folder, name = os.path.split("@CHECKS@")
    attempt(lambda: open(f"/proc/self/fd/{os.open('@CHECKS@', os.O_PATH)}").read())
    attempt(lambda: os.read(os.open(name, os.O_RDONLY, dir_fd=os.open(folder, os.O_PATH)), 9999))
    here = os.getcwd()
    os.chdir(folder)
    attempt(lambda: open(name).read())
    attempt(lambda: os.listdir("."))
    os.chdir(here)
    attempt(lambda: os.symlink("@CHECKS@", "link"))
    attempt(lambda: os.link("@CHECKS@", "link"))
    attempt(lambda: os.rename("@CHECKS@", "stolen.py"))
    attempt(lambda: open("link").read())
    return x
