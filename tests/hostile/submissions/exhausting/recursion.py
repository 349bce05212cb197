# /// row
# tries = "Recurses without end, in Python and past Python's own limit."
# ends = { test_visible = "error", test_hinted = ["crashed", "memory"] }
# ///
import sys


def scale(x):
    return scale(x)


class Deep:
    def __getattr__(self, name):
        return getattr(self, name + "x")


def mix(X, Y, token):
    sys.setrecursionlimit(10**9)
    nested, other = [], []
    for _ in range(2 * 10**5):
        nested, other = [nested], [other]
    return nested == other
