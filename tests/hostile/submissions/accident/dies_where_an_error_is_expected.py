# /// row
# tries = "Ends the process where a check expects an exception."
# ends = { test_raises = "crashed" }
# ///
import os


def root(number):
    os._exit(1)
