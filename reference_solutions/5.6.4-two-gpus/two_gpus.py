"""5.6.4: jobs on one device, or on several at once."""

import time

WHY = """
Both GPUs have to be kept busy by one program: whoever waits for the first before launching on the second has them work
in turn. The longest job decides when all is done, so unequal jobs leave a GPU idle. Launching takes time on the CPU,
one job after another, and so does moving data between GPUs; for short jobs these eat up the gain.
"""


def run_sequential(dev, jobs, *, clock=time.perf_counter):
    """Do all jobs on one device; return the seconds and the results.

    Args:
        dev: has `launch(job)` and `sync()`.
        jobs: a list.
        clock: returns the time in seconds.
    """
    dev.sync()
    begin = clock()
    results = [dev.launch(job) for job in jobs]
    dev.sync()
    return clock() - begin, results


def run_parallel(devs, jobs, *, clock=time.perf_counter):
    """Do each job on the device of its position, all at the same time; return the seconds and the results.

    Args:
        devs: as many devices as jobs.
        jobs: a list.
        clock: returns the time in seconds.
    """
    for dev in devs:
        dev.sync()
    begin = clock()
    results = [dev.launch(job) for dev, job in zip(devs, jobs, strict=True)]
    for dev in devs:
        dev.sync()
    return clock() - begin, results


def speedup(t_seq, t_par):
    """Return how many times as fast it was in parallel."""
    return t_seq / t_par


def predict():
    """Tell the speed-ups of the statement's table."""
    return {
        "equal_jobs": 2.0,
        "unequal_jobs": 1.3333,
        "one_device_twice": 1.0,
        "sync_after_each_launch": 1.0,
        "slow_launch": 1.5,
        "only_first_awaited": 4.0,
    }
