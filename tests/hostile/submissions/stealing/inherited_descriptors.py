# /// row
# tries = "Reads from every descriptor that it may have inherited."
# ends = { test_visible = ["failed", "crashed"] }
# ///
import os
import stat


def scale(x):
    for number in range(3, 300):
        try:
            kind = os.fstat(number).st_mode
        except OSError:
            continue
        if stat.S_ISREG(kind) or stat.S_ISDIR(kind):
            print("LEAK" ": descriptor", number)
    return x
