# /// row
# tries = "Declares the failure of every check to be expected."
# ends = { test_visible = "error", test_hinted = "error" }
# ///
import pytest


def scale(x):
    pytest.xfail("known")


def mix(X, Y, token):
    pytest.xfail("known")
