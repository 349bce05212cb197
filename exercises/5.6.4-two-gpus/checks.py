"""Hidden checks of 5.6.4: do two devices work at the same time, and is that what is measured?"""

import itertools
import random
import statistics
import time

import inside
import torch

from grader.checks import close, equal, fail, prediction

PRECISION = 1e-6


class Machine:
    """Imaginary devices and their clock, in the judge, with a log.

    Args:
        costs: seconds that each job takes.
        launch_takes: seconds that launching takes.
        busy: seconds for which device 0 is still busy at first, device 1 twice as long, and so on.
    """

    def __init__(self, costs, *, launch_takes=0.0, busy=0.0):
        self.costs, self.launch_takes, self.busy = costs, launch_takes, busy
        self.now = self.start = random.uniform(0, 10)  # noqa: S311
        self.done = {}
        self.log = []
        self.names = []
        self.readings = []
        self.results = {}

    def _until(self, name):
        return self.done.setdefault(name, self.start + self.busy * (1 + int(name.removeprefix("gpu "))))

    def launch(self, name, job):
        """Take a job into the queue of a device."""
        self.log.append(("launch", name, job))
        self.now += self.launch_takes
        self.done[name] = max(self._until(name), self.now) + self.costs[job]
        self.results[job, name] = random.random()  # noqa: S311
        return self.results[job, name]

    def sync(self, name):
        """Wait for a device."""
        self.log.append(("sync", name))
        self.now = max(self.now, self._until(name))

    def clock(self):
        """Tell the time."""
        self.log.append(("clock",))
        self.readings.append(self.now)
        return self.now

    def sequential(self, student, name="gpu 0"):
        """Have the submission do all jobs on one device."""
        return self._pair(student.run(inside.run_sequential, name, list(self.costs), *self._callbacks(student)))

    def parallel(self, student, names=None):
        """Have the submission do all jobs, each on a device of its own."""
        names = names or [f"gpu {number}" for number in random.sample(range(10**6), len(self.costs))]
        self.names = sorted(set(names))
        return self._pair(student.run(inside.run_parallel, names, list(self.costs), *self._callbacks(student)))

    def _callbacks(self, student):
        return [student.callback(function) for function in (self.launch, self.sync, self.clock)]

    @staticmethod
    def _pair(answer):
        if not isinstance(answer, tuple | list) or len(answer) != 2:
            fail(f"the function returns {answer!r}, expected a pair of seconds and results")
        return answer

    def between_readings(self):
        """Return what happened between the first and the second reading of the clock."""
        readings = [position for position, event in enumerate(self.log) if event == ("clock",)]
        equal(len(readings), 2, what="how often the clock was read")
        return self.log[readings[0] + 1 : readings[1]]


def some_jobs(count):
    """Return jobs that take a time which nobody knows beforehand, under names of the same kind."""
    return {f"job {random.randrange(10**6)}": random.uniform(0.5, 3) for _ in range(count)}  # noqa: S311


def two_costs():
    """Return a short and a long time, of which nobody knows beforehand how long they are."""
    return random.uniform(0.5, 1), random.uniform(2, 3)  # noqa: S311


def test_parallel_takes_the_longest(student):
    """On several devices it takes as long as the longest job, wherever that is in the list."""
    short, long = two_costs()
    for costs in ([short, long], [long, short], [short, long, short], [long, long]):
        machine = Machine({f"job {number}": cost for number, cost in enumerate(costs)})
        seconds, _ = machine.parallel(student)
        close(seconds, max(costs), rtol=PRECISION, what=f"the seconds of run_parallel for jobs that take {costs}")
        passed = machine.now - machine.start
        close(passed, max(costs), rtol=PRECISION, what=f"the time that really passed, for jobs that take {costs},")


def test_sequence_takes_the_sum(student):
    """On one device it takes the sum of the jobs, and the time for one launch at least and for all of them at most."""
    machine = Machine(some_jobs(4))
    total = sum(machine.costs.values())
    close(machine.sequential(student)[0], total, rtol=PRECISION, what="the seconds of run_sequential")
    machine = Machine(some_jobs(3), launch_takes=0.25)
    total = sum(machine.costs.values())
    seconds, _ = machine.sequential(student)
    if not isinstance(seconds, float) or not total + 0.25 - PRECISION <= seconds <= total + 0.75 + PRECISION:
        fail(f"the seconds of run_sequential are {seconds!r}, expected {total} and between 0.25 and 0.75 for launching")


def test_launching_counts(student):
    """The second job starts later by the time that launching takes."""
    short, long = two_costs()
    for costs in ([short, short], [long, short], [short, long]):
        launch = random.uniform(0.1, 0.4)  # noqa: S311
        machine = Machine({f"job {number}": cost for number, cost in enumerate(costs)}, launch_takes=launch)
        seconds, _ = machine.parallel(student)
        expected = max(launch + costs[0], 2 * launch + costs[1])
        what = f"the seconds of run_parallel for jobs that take {costs}, where launching takes {launch} s"
        close(seconds, expected, rtol=PRECISION, what=what)


def test_waits_for_earlier_work(student):
    """What the devices were doing before does not count."""
    for falling, names in itertools.product((False, True), (["gpu 0", "gpu 1"], ["gpu 1", "gpu 0"])):
        costs = sorted(two_costs(), reverse=falling)
        machine = Machine({f"job {number}": cost for number, cost in enumerate(costs)}, busy=50.0)
        seconds, _ = machine.parallel(student, names)
        close(seconds, max(costs), rtol=PRECISION, what="the seconds of run_parallel on busy devices")
    machine = Machine(some_jobs(2), busy=50.0)
    total = sum(machine.costs.values())
    close(machine.sequential(student)[0], total, rtol=PRECISION, what="the seconds of run_sequential on a busy device")


def test_one_device_twice(student):
    """A device that is listed twice does its two jobs one after the other."""
    machine = Machine(some_jobs(2))
    seconds, results = machine.parallel(student, ["gpu 0", "gpu 0"])
    close(
        seconds, sum(machine.costs.values()), rtol=PRECISION, what="the seconds of run_parallel with one device twice"
    )
    equal(results, [machine.results[job, "gpu 0"] for job in machine.costs], what="the results")


def passed_between(machine, seconds, name):
    """Fail unless seconds are what passed between the two readings of the clock, whatever happened there."""
    first, second = machine.readings
    close(seconds, second - first, rtol=PRECISION, what=f"the seconds of {name}")


def test_launches_before_it_waits(student):
    """Between the readings of the clock come all launches, then the waiting, and that for every device."""
    machine = Machine(some_jobs(3))
    seconds, _ = machine.parallel(student)
    kinds = [event[0] for event in machine.between_readings()]
    equal(kinds[:3], ["launch"] * 3, what="the first three events between the readings of the clock")
    awaited = sorted({event[1] for event in machine.between_readings() if event[0] == "sync"})
    equal(awaited, machine.names, what="the devices that were awaited between the readings of the clock")
    passed_between(machine, seconds, "run_parallel")
    machine = Machine(some_jobs(3))
    seconds, _ = machine.sequential(student)
    what = "the last event of run_sequential before the second reading of the clock"
    equal(machine.between_readings()[-1:], [("sync", "gpu 0")], what=what)
    passed_between(machine, seconds, "run_sequential")


def test_each_job_on_its_device(student):
    """Every job is launched once, on the device of its position, and the results come back in the order of the jobs."""
    machine = Machine(some_jobs(4))
    names = ["gpu 2", "gpu 0", "gpu 3", "gpu 1"]
    _, results = machine.parallel(student, names)
    pairs = list(zip(machine.costs, names, strict=True))
    launched = sorted(event[1:] for event in machine.log if event[0] == "launch")
    equal(launched, sorted((name, job) for job, name in pairs), what="the launches of run_parallel, sorted by device")
    equal(results, [machine.results[pair] for pair in pairs], what="the results of run_parallel")
    machine = Machine(some_jobs(4))
    _, results = machine.sequential(student, "gpu 7")
    launched = [event[1:] for event in machine.log if event[0] == "launch"]
    equal(launched, [("gpu 7", job) for job in machine.costs], what="the launches of run_sequential")
    equal(results, [machine.results[job, "gpu 7"] for job in machine.costs], what="the results of run_sequential")


def simulate(costs, *, launch_takes=0.0, names=("gpu 0", "gpu 1"), sync_each=False, awaited=2):
    """Return the speed-up that is measured for two jobs on the devices of the statement."""
    jobs = dict(enumerate(costs))
    one, two = Machine(jobs, launch_takes=launch_takes), Machine(jobs, launch_takes=launch_takes)
    for job in jobs:
        one.launch("gpu 0", job)
    one.sync("gpu 0")
    for name, job in zip(names, jobs, strict=True):
        two.launch(name, job)
        if sync_each:
            two.sync(name)
    for name in names[:awaited]:
        two.sync(name)
    return (one.now - one.start) / (two.now - two.start)


def test_predictions(student):
    """Every speed-up that you predicted is the one that is measured."""
    truth = {
        "equal_jobs": simulate([1.0, 1.0]),
        "unequal_jobs": simulate([3.0, 1.0]),
        "one_device_twice": simulate([1.0, 1.0], names=("gpu 0", "gpu 0")),
        "sync_after_each_launch": simulate([1.0, 1.0], sync_each=True),
        "slow_launch": simulate([1.0, 1.0], launch_takes=0.25),
        "only_first_awaited": simulate([1.0, 3.0], awaited=1),
    }
    prediction(student.literal("predict"), truth)


SIZE, PRODUCTS, ROUNDS = 2048, 100, 3


def seconds(side, *, parallel):
    """Return how long two jobs take on real GPUs, by the judge's clock: the median of rounds with new matrices each."""
    times = []
    for _ in range(ROUNDS):
        matrices = [(torch.randn(SIZE, SIZE), torch.randn(SIZE, SIZE)) for _ in range(2)]
        side.run(inside.place, [0, 1] if parallel else [0, 0], matrices, PRODUCTS)
        begin = time.perf_counter()
        answer = side.run(inside.run_on_gpus, parallel=parallel)
        times.append(time.perf_counter() - begin)
        close(
            answer["rows"], [A[0] @ B for A, B in matrices], rtol=1e-3, atol=1e-2, what="the first rows of the products"
        )
        if not 0.5 * times[-1] < answer["seconds"] <= times[-1]:
            fail(f"the seconds are {answer['seconds']!r}, the judge's clock says {times[-1]!r}")
    return statistics.median(times)


def test_two_real_gpus(student, reference):
    """Two real GPUs are as much faster than one as for the reference, or nearly so."""
    gain = seconds(student, parallel=False) / seconds(student, parallel=True)
    wanted = 0.8 * seconds(reference, parallel=False) / seconds(reference, parallel=True)
    if gain < wanted:
        fail(f"two GPUs are {gain:.2f} times as fast as one, expected at least {wanted:.2f} times")
