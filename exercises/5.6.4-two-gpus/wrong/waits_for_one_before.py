import time

WHY = "The longest job decides."


def run_sequential(dev, jobs, *, clock=time.perf_counter):
    dev.sync()
    start = clock()
    results = []
    for job in jobs:
        results.append(dev.launch(job))
    dev.sync()
    return clock() - start, results


def run_parallel(devs, jobs, *, clock=time.perf_counter):
    devs[0].sync()
    start = clock()
    results = []
    for dev, job in zip(devs, jobs):
        results.append(dev.launch(job))
    for dev in devs:
        dev.sync()
    return clock() - start, results


def speedup(t_seq, t_par):
    return t_seq / t_par


def predict():
    return {
        "equal_jobs": 2.0,
        "unequal_jobs": 1.3333,
        "one_device_twice": 1.0,
        "sync_after_each_launch": 1.0,
        "slow_launch": 1.5,
        "only_first_awaited": 4.0,
    }
