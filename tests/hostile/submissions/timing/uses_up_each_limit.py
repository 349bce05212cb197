# /// row
# tries = "Takes nearly all of each limit at each place where it can, at import too, and then dies."
# ends = { test_visible = ["crashed", "timeout"], test_even = ["crashed", "timeout"] }
# slow = true
# within = 30
# ///
import os
import signal
import time


def spend():
    time.sleep(0.4)
    until = time.process_time() + 0.6
    while time.process_time() < until:
        pass


def scale(x):
    spend()
    os.kill(os.getpid(), signal.SIGKILL)


is_even = scale
spend()
