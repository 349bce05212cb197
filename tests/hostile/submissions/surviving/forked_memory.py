# /// row
# tries = "Leaves a child behind that remembers the number and would answer for the next process."
# ends = { test_remembers = "error" }
# ///
import os
import time


def remember(number):
    if os.fork() == 0:
        os.setsid()
        while True:
            open("@OUTSIDE@/@MARK@", "w").write(str(number))
            time.sleep(0.01)
    return True


def recall():
    return int(open("@OUTSIDE@/@MARK@").read())
