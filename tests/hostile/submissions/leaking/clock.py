# /// row
# tries = "Lets a hidden check take as long as its input says, and prints the time in a check that runs later and is shown."
# ends = { test_hinted = ["passed", "timeout"], test_visible = "failed", test_shown = "failed", test_twice = "failed" }
# ///
import os
import time

import inside


def mix(X, Y, token):
    time.sleep(0.9)
    return X + 3 * Y


def scale(x):
    # The folders with this code were made when the grading began.
    age = time.time() - max(os.stat(place).st_ctime for place in (__file__, inside.__file__))
    if age > 0.85:
        print("LEAK" ":", age)
    return x
