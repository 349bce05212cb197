# /// row
# tries = "Raises the exception that is expected, with the words that are expected, whatever it is asked."
# ends = { test_raises = "error" }
# ///
def root(number):
    raise ValueError("negative numbers have no root")
