# /// row
# tries = "Writes to its folder when it is ended, by atexit, a finalizer, a signal handler and a thread."
# ends = { test_remembers = "failed" }
# ///
import atexit
import signal
import threading
import weakref


class Thing:
    pass


thing = Thing()


def remember(number):
    def write(*arguments):
        open("number.txt", "w").write(str(number))

    atexit.register(write)
    weakref.finalize(thing, write)
    for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGUSR1):
        signal.signal(name, write)
    threading.Timer(0.3, write).start()
    return True


def recall():
    try:
        return int(open("number.txt").read())
    except OSError:
        return -1
