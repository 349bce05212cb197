# /// row
# tries = "Sets alarms on itself that end the process while it waits, and lowers its own priority and limits."
# ends = { test_visible = "crashed", test_hinted = "error" }
# ///
import os
import resource
import signal
import time


def scale(x):
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    time.sleep(0.5)
    return x


def mix(X, Y, token):
    resource.setrlimit(resource.RLIMIT_CPU, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    return X
