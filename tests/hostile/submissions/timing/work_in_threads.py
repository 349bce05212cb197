# /// row
# tries = "Computes in threads while the main thread sleeps, so that neither seems to take long."
# ends = { test_visible = "timeout" }
# slow = true
# ///
import threading
import time


def work():
    while True:
        pass


def scale(x):
    for _ in range(4):
        threading.Thread(target=work, daemon=True).start()
    while True:
        time.sleep(0.001)
