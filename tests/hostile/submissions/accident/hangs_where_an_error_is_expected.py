# /// row
# tries = "Sleeps where a check expects an exception, so that a timeout would be taken for one."
# ends = { test_raises = "timeout" }
# slow = true
# ///
import time


def root(number):
    time.sleep(60)
