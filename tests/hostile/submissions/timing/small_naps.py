# /// row
# tries = "Sleeps for a hundredth of a second, very often, so that no single wait is long."
# ends = { test_visible = "timeout" }
# slow = true
# ///
import time


def scale(x):
    while True:
        time.sleep(0.01)
