# /// row
# tries = "Writes a file into every folder that it can name."
# ends = { test_visible = "failed", test_hinted = "failed" }
# ///
import os
import sys

PLACES = ["@OUTSIDE@", "@COURSE@", "@OTHERS@", "@TEMPORARY@", "/tmp", "/var/tmp", "/dev/shm", "/run", "/", "..", "../..", "~"]
PLACES += [os.path.dirname(__file__), os.path.dirname(os.__file__), sys.prefix, *sys.path]


def scale(x):
    for place in PLACES:
        for name in ("@MARK@", "../@MARK@"):
            try:
                open(os.path.join(os.path.expanduser(place), name), "w").close()
            except OSError:
                pass
            try:
                os.close(os.open(place, os.O_TMPFILE | os.O_RDWR))
                if place not in (".", os.getcwd()):
                    print("LEAK" ":", place)
            except OSError:
                pass
    return x


def mix(X, Y, token):
    return scale(X)
