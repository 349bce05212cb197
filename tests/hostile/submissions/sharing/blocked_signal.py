# /// row
# tries = "Keeps state in the mask of blocked signals."
# ends = { test_visible = "failed", test_shown = "failed" }
# ///
import signal


def scale(x):
    served = signal.SIGUSR1 in signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
    return (2 if served else 0) * x
