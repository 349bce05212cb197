# /// row
# tries = "Asks for real-time scheduling, a better priority and other people's limits."
# ends = { test_visible = "failed" }
# plain = "as root it would stop the machine"
# ///
import os
import resource


def attempt(function):
    try:
        function()
        print("LEAK" ":", function)
    except (OSError, ValueError):
        pass


def scale(x):
    attempt(lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(99)))
    attempt(lambda: os.nice(-20))
    attempt(lambda: os.nice(5))
    attempt(lambda: os.setpriority(os.PRIO_PROCESS, int("@GRADER@"), 19))
    attempt(lambda: os.sched_setaffinity(int("@GRADER@"), {0}))
    attempt(lambda: resource.prlimit(int("@GRADER@"), resource.RLIMIT_NOFILE, (1, 1)))
    attempt(lambda: resource.setrlimit(resource.RLIMIT_AS, (2**40, 2**40)))
    return x
