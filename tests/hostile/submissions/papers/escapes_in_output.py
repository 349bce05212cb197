# /// row
# tries = "Prints escape sequences, carriage returns that overwrite lines, and bytes that are no text."
# ends = { test_visible = "failed" }
# ///
import os


def scale(x):
    print("failed\r\x1b[2Kpassed\x1b[1A\x1b[9999D\x0b\x0c\x1bP1$q\x1b\\")
    os.write(1, b"\xff\xfe\x00\x80\x9b2J\xf0\x9f\n\xed\xa0\x80")
    os.write(2, bytes(range(256)))
    return x
