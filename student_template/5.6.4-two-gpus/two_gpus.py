"""5.6.4: jobs on one device, or on several at once."""

import time

# TODO: tell in a few sentences what keeps two GPUs from being twice as fast as one. People read this; it earns no
# points for now.
WHY = ""


def run_sequential(dev, jobs, *, clock=time.perf_counter):
    """Do all jobs on one device; return the seconds and the results.

    Args:
        dev: has `launch(job)` and `sync()`.
        jobs: a list.
        clock: returns the time in seconds.
    """
    # TODO
    raise NotImplementedError


def run_parallel(devs, jobs, *, clock=time.perf_counter):
    """Do each job on the device of its position, all at the same time; return the seconds and the results.

    Args:
        devs: as many devices as jobs.
        jobs: a list.
        clock: returns the time in seconds.
    """
    # TODO
    raise NotImplementedError


def speedup(t_seq, t_par):
    """Return how many times as fast it was in parallel."""
    # TODO
    raise NotImplementedError


def predict():
    """Return the predictions that the statement asks for."""
    # TODO: replace the line below by one return of a dict in braces. Write every number out, with at least four
    # decimals where there are more: no calls, no arithmetic, no variables. The dict is read from this file; it is
    # never run.
    raise NotImplementedError
