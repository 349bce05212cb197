# /// row
# tries = "Leaves a file that nobody may read where a check keeps one."
# ends = { test_remembers = "error" }
# ///
import os


def remember(number):
    file = os.open("number.txt", os.O_CREAT | os.O_WRONLY, 0)
    os.write(file, str(number).encode())
    return True


def recall():
    return int(open("number.txt").read())
