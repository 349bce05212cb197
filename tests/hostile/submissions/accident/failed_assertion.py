# /// row
# tries = "Raises AssertionError and other exceptions by which checks fail, skip or pass."
# ends = { test_raises = ["error", "failed"], test_visible = "error", test_even = "error" }
# ///
import unittest


def root(number):
    raise AssertionError("negative")


def scale(x):
    raise unittest.SkipTest("not here")


def is_even(number):
    raise StopIteration(True)
