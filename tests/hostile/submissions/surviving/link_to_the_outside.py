# /// row
# tries = "Leaves a link out of its folder where the file is that a check keeps."
# ends = { test_remembers = "error" }
# ///
import os


def remember(number):
    os.symlink("@OUTSIDE@/file", "number.txt")
    return True


def recall():
    return open("number.txt").read()
