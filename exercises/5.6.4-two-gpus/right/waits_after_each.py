"""Another right answer: the sequence waits after each job; devices are told apart; the last ones are awaited first."""

import time

WHY = "The longest job, the launches, and the data that has to be moved."


def run_sequential(dev, jobs, *, clock=time.perf_counter):
    """Finish each job before the next one."""
    results = []
    dev.sync()
    start = clock()
    for job in jobs:
        result = dev.launch(job)
        dev.sync()
        results.append(result)
    end = clock()
    return (end - start, results)


def run_parallel(devs, jobs, *, clock=time.perf_counter):
    """Wait for each distinct device once."""
    distinct = set(devs)
    for dev in distinct:
        dev.sync()
    start = clock()
    results = [None] * len(jobs)
    for i in range(len(jobs)):
        results[i] = devs[i].launch(jobs[i])
    for dev in reversed(list(distinct)):
        dev.sync()
    stop = clock()
    return stop - start, results


def speedup(t_seq, t_par):
    """Divide."""
    return 1 / (t_par / t_seq)


def predict():
    """Tell the speed-ups of the statement's table."""
    return {
        "only_first_awaited": 4,
        "slow_launch": 1.5,
        "sync_after_each_launch": 1,
        "one_device_twice": 1,
        "unequal_jobs": 1.33333333,
        "equal_jobs": 2,
    }
