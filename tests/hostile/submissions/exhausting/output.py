# /// row
# tries = "Prints half a gigabyte, in text and past every stream."
# ends = { test_visible = "failed" }
# plain = "pytest would keep all of it"
# ///
import os


def scale(x):
    for _ in range(500):
        print("x" * 2**20)
    try:
        while True:
            os.write(2, bytes(2**16))
    except OSError:
        return x
