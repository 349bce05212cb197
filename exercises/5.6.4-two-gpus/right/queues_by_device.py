"""Another right answer: an object that measures, devices awaited backwards and once each, results in their own list."""

import time

WHY = "Waiting in the wrong place, jobs of unequal length, and the time that launching takes."


class Stopwatch:
    """Reads the clock when a block begins and when it ends, with all devices idle at both."""

    def __init__(self, devices, clock):
        self.devices, self.clock = devices, clock
        self.seconds = None

    def wait(self):
        """Wait for every device."""
        for device in {id(device): device for device in reversed(self.devices)}.values():
            device.sync()

    def __enter__(self):
        """Begin."""
        self.wait()
        self.seconds = -self.clock()
        return self

    def __exit__(self, *_):
        """End."""
        self.wait()
        self.seconds += self.clock()


def run_sequential(dev, jobs, *, clock=time.perf_counter):
    """Launch all on one device."""
    return run_parallel([dev for _ in jobs], jobs, clock=clock)


def run_parallel(devs, jobs, *, clock=time.perf_counter):
    """Launch each on its device."""
    results = [None] * len(jobs)
    with Stopwatch(devs, clock) as watch:
        for position in range(len(jobs)):
            results[position] = devs[position].launch(jobs[position])
    return [watch.seconds, results]


def speedup(t_seq, t_par):
    """Divide."""
    return 1 / (t_par / t_seq)


def predict():
    """Tell the speed-ups of the statement's table."""
    return {
        "equal_jobs": 2,
        "unequal_jobs": 1.33333,
        "one_device_twice": 1,
        "sync_after_each_launch": 1,
        "slow_launch": 1.5,
        "only_first_awaited": 4,
    }
