# /// row
# tries = "Computes for a moment in every fiftieth of a second, to be found running whenever somebody looks."
# ends = { test_visible = "timeout" }
# slow = true
# within = 25
# ///
import time


def scale(x):
    began = time.monotonic()
    tick = 1
    while True:
        time.sleep(max(0.0, began + tick * 0.05 - 0.002 - time.monotonic()))
        while time.monotonic() < began + tick * 0.05 + 0.004:
            pass
        tick += 1
