# /// row
# tries = "Sleeps in threads that take turns, so that one of them has always just run."
# ends = { test_visible = "timeout" }
# slow = true
# within = 25
# ///
import threading
import time


def nap(after):
    time.sleep(after)
    while True:
        time.sleep(0.012)


def scale(x):
    for number in range(12):
        threading.Thread(target=nap, args=(number / 1000,), daemon=True).start()
    time.sleep(3600)
