# /// row
# tries = "Sleeps while its answer is taken apart."
# ends = { test_visible = "timeout" }
# slow = true
# within = 20
# ///
import time

from grader.wire.encode import Encoder

Encoder.encode = lambda self, value: time.sleep(3600)


def scale(x):
    return 2 * x
