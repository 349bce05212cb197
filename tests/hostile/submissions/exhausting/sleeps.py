# /// row
# tries = "Sleeps for an hour, with every signal ignored."
# ends = { test_visible = "timeout" }
# says = "slept or waited"
# slow = true
# ///
import contextlib
import signal
import time

for number in range(1, 65):
    with contextlib.suppress(OSError, ValueError):
        signal.signal(number, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))


def scale(x):
    time.sleep(3600)
