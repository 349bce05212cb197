# /// row
# tries = "Starts as many threads as it can."
# ends = { test_visible = "error", test_hinted = "error" }
# plain = "it would take the machine's threads"
# ///
import threading
import time


def scale(x):
    for _ in range(5000):
        threading.Thread(target=time.sleep, args=(30,), daemon=True).start()
    return x


def mix(X, Y, token):
    return scale(X)
