"""Hidden checks of 5.6.1: does the timer measure what a device needs for a product, and nothing else?"""

import random
import statistics
import time

import inside
import torch

from grader.checks import close, equal, fail, origin, prediction

PRECISION = 1e-6


class Device:
    """An imaginary device with a queue and a clock, in the judge, that keeps a log.

    Args:
        cost: seconds that a product takes on the device, on average.
        spread: how much that varies; 0.5 means from half as long to one and a half times as long.
        first: seconds that the very first product takes longer.
        enqueue: seconds that it takes to put a product into the queue.
        waits: whether the call waits for the product, as it does on a CPU.
    """

    def __init__(self, cost, *, spread=0.0, first=0.0, enqueue=0.0, waits=False):
        self.cost, self.spread, self.first, self.enqueue, self.waits = cost, spread, first, enqueue, waits
        self.now = random.uniform(0, 10)  # noqa: S311
        self.done = self.now
        self.log = []
        self.readings = []
        self.operands = []
        self.took = []

    def matmul(self, *args, **kwargs):
        """Take a product into the queue."""
        self.enter(*args, **kwargs)
        match self.operands[-1]:
            case [A, B] if A.is_meta and B.is_meta and A.ndim == B.ndim == 2:
                # Without values there is nothing to multiply, and torch would first import what it derives shapes with.
                return torch.empty(A.shape[0], B.shape[1], dtype=A.dtype, device="meta")
        return torch.matmul(*args, **kwargs)

    def enter(self, *args, **kwargs):
        """Let the time of a product pass, without the product."""
        self.log.append("product")
        self.operands.append([value for value in (*args, *kwargs.values()) if isinstance(value, torch.Tensor)])
        self.now += self.enqueue
        self.took.append(self.cost * random.uniform(1 - self.spread, 1 + self.spread) + self.first)  # noqa: S311
        self.done = max(self.done, self.now) + self.took[-1]
        self.first = 0.0
        if self.waits:
            self.now = self.done

    def sync(self):
        """Wait until the queue is empty."""
        self.log.append("sync")
        self.now = max(self.now, self.done)

    def clock(self):
        """Tell the time."""
        self.log.append("clock")
        self.readings.append(self.now)
        return self.now

    def spend(self, _name):
        """Let time pass on something else than a product."""
        self.now += 100.0
        self.done = max(self.done, self.now)

    def callbacks(self, student):
        """Return clock, sync and matmul as arguments."""
        return {name: student.callback(getattr(self, name)) for name in ("clock", "sync", "matmul")}


def some_cost():
    """Return a number of seconds that nobody knows beforehand."""
    return random.uniform(0.5, 1.5)  # noqa: S311


def test_waits_for_the_device(student):
    """On a device that returns before a product is there, the result is the mean of what products really take."""
    for reps in (1, 10):
        device = Device(some_cost(), spread=0.5)
        seconds = student.time_matmul(4, "cpu", reps, **device.callbacks(student))
        if len(device.took) < reps:
            fail(f"time_matmul with {reps} repetitions called matmul {len(device.took)} times")
        expected = statistics.mean(device.took[-reps:])
        close(seconds, expected, rtol=PRECISION, what=f"the result of {reps} repetitions on an asynchronous device")
    device = Device(some_cost())
    given = student.callback(device.sync)
    seconds = run_on_cuda(student, device, "cuda", available=True, sync=given, synchronize=lambda _number: None)
    close(seconds, device.cost, rtol=PRECISION, what="time_matmul(4, 'cuda', 3, sync=sync, ...), which is to call sync")


def test_leaves_the_first_product_out(student):
    """A first product that takes a minute longer makes no difference."""
    for reps in (1, 5):
        device = Device(some_cost(), first=60.0)
        seconds = student.time_matmul(4, "cpu", reps, **device.callbacks(student))
        close(seconds, device.cost, rtol=PRECISION, what=f"time_matmul(4, 'cpu', {reps}, ...), the first product slow")


def test_order_of_events(student):
    """Warm-up, synchronization, clock, all products, one synchronization, clock."""
    for reps in random.sample(range(1, 30), 3):
        device = Device(some_cost())
        seconds = student.time_matmul(4, "cpu", reps, **device.callbacks(student))
        equal(device.log.count("clock"), 2, what="how often the clock was read")
        first = device.log.index("clock")
        before, between = device.log[:first], device.log[first + 1 :]
        what = f"what followed the first reading of the clock with {reps} repetitions"
        equal(between, ["product"] * reps + ["sync", "clock"], what=what)
        if "product" not in before or before[-1] != "sync":
            fail(f"before the first reading of the clock came {before}, expected a product and then a synchronization")
        passed = device.readings[1] - device.readings[0]
        # Whether it is the mean or the sum is asked elsewhere.
        close(seconds, passed if seconds > 1.5 * passed / reps else passed / reps, rtol=PRECISION, what="the result")


def test_times_only_products(student):
    """Making or moving matrices while the time runs would cost time: each such call takes 100 s here."""
    device = Device(some_cost())
    calls = {name: student.callback(getattr(device, name)) for name in ("clock", "sync", "matmul")}
    seconds = student.run(
        inside.run_watched,
        4,
        "cpu",
        3,
        calls["clock"],
        calls["sync"],
        calls["matmul"],
        student.callback(device.spend),
    )
    close(seconds, device.cost, rtol=PRECISION, what="the result where every other call of torch takes 100 s")


def test_matrices_are_on_the_device(student):
    """Every product gets two float32 matrices of the size and on the device that were asked for."""
    for where in ("meta", torch.device("meta"), torch.device("cpu")):
        device, n = Device(some_cost()), random.randint(3, 60)  # noqa: S311
        student.time_matmul(n, where, 3, **device.callbacks(student))
        if len(device.operands) < 3:
            fail(f"time_matmul with 3 repetitions called matmul {len(device.operands)} times")
        for operands in device.operands:
            seen = [(tuple(matrix.shape), matrix.dtype, getattr(origin(matrix), "device", "")) for matrix in operands]
            expected = [((n, n), torch.float32, str(where))] * 2
            equal(seen, expected, what="shape, dtype and device of A and B")


def test_matrices_are_random(student):
    """The matrices of every product hold many different values."""
    device = Device(some_cost())
    student.time_matmul(9, "cpu", 2, **device.callbacks(student))
    if not device.operands:
        fail("time_matmul with 2 repetitions never called matmul")
    for operands in device.operands:
        different = [len(matrix.unique()) for matrix in operands]
        if min(different, default=0) <= 60:
            fail(f"A and B hold {different} different values, where random matrices of this size hold 81 or nearly so")


def test_needs_no_gpu(student):
    """By the system's clock on the CPU: a time that the judge's clock confirms, without torch.cuda.synchronize."""
    calls, took = [], []
    synchronize = student.callback(lambda: calls.append("synchronize"))

    def matmul(A, B):
        begin = time.perf_counter()
        time.sleep(random.uniform(0.002, 0.03))  # noqa: S311
        took.append(time.perf_counter() - begin)
        return A @ B

    equal(type(student.run(inside.run_plainly, 8, "cpu", 1, synchronize)), float, what="the type of the result")
    for reps in random.sample(range(2, 7), 4):
        took.clear()
        begin = time.perf_counter()
        seconds = student.run(inside.run_plainly, 8, "cpu", reps, synchronize, student.callback(matmul))
        passed = time.perf_counter() - begin
        # The products themselves took so long at least, and all but the warm-up so long at most.
        least, most = sum(took[-reps:]), passed - sum(took[:-reps])
        if len(took) < reps:
            fail(f"time_matmul with {reps} repetitions called matmul {len(took)} times")
        if type(seconds) is not float or not least <= seconds * reps * (1 + PRECISION) <= most * (1 + 2 * PRECISION):
            fail(
                f"the result times {reps} repetitions is {seconds * reps} s; by the judge's clock the products took "
                f"between {least} s and {most} s"
            )
    equal(calls, [], what="calls of torch.cuda.synchronize for products on the CPU")


def run_on_cuda(student, machine, device, *, available, sync=None, synchronize=None):
    """Time products on a pretended machine with two CUDA devices or none; `machine` stands for the one in question.

    `synchronize` takes the number of the device that torch.cuda.synchronize waits for.
    """
    number = torch.device(device).index or 0
    return student.run(
        inside.run_pretending_cuda,
        4,
        device,
        3,
        student.callback(machine.clock),
        student.callback(machine.matmul),
        student.callback(synchronize or (lambda awaited: machine.sync() if awaited == number else None)),
        available=available,
        sync=sync,
    )


def test_synchronizes_cuda_by_itself(student):
    """Without `sync`, torch.cuda.synchronize waits for the CUDA device in question, which may be the second one."""
    for device in ("cuda", torch.device("cuda:0"), "cuda:1", torch.device("cuda", 1)):
        machine = Device(some_cost(), first=60.0)
        seconds = run_on_cuda(student, machine, device, available=True)
        close(
            seconds, machine.cost, rtol=PRECISION, what=f"time_matmul(4, {device!r}, 3, ...) on pretended CUDA devices"
        )


def test_falls_back_to_the_cpu(student):
    """Where there is no CUDA device, the CPU takes its place and nothing of CUDA is called."""
    machine = Device(some_cost(), waits=True)
    seconds = run_on_cuda(student, machine, "cuda", available=False)
    close(seconds, machine.cost, rtol=PRECISION, what="time_matmul(4, 'cuda', 3, ...) without CUDA")
    equal(machine.log.count("sync"), 0, what="calls of torch.cuda.synchronize without CUDA")


def simulate(n, reps, *, gpu=True, warm=True, first_sync=True, last_sync=True, sync_each=False):
    """Measure on the imaginary machine of the statement; return the verdict and the time."""
    cost = 10e-6 + 2 * n**3 / 1e13 if gpu else 1e-6 + 2 * n**3 / 1e11
    device = Device(cost, first=0.2 if gpu else 0.0, enqueue=5e-6 if gpu else 0.0, waits=not gpu)
    if warm:
        device.enter()
    if first_sync:
        device.sync()
    begin = device.clock()
    for _ in range(reps):
        device.enter()
        if sync_each:
            device.sync()
    if last_sync:
        device.sync()
    seconds = (device.clock() - begin) / reps
    if abs(seconds - cost) <= 0.01 * cost:
        return "right", seconds
    return "too short" if seconds < cost else "too long", seconds


def faster(n):
    """Tell which device of the imaginary machine takes less time for a product."""
    return "cpu" if simulate(n, 1000, gpu=False)[1] < simulate(n, 1000)[1] else "gpu"


def test_predictions(student):
    """Everything that you predicted happens on the imaginary machine."""
    truth = {
        "small": faster(16),
        "large": faster(4096),
        "without_last_sync": simulate(2048, 1000, last_sync=False)[0],
        "without_first_sync": simulate(2048, 1000, first_sync=False)[0],
        "without_warm_up": simulate(2048, 1000, warm=False)[0],
        "sync_each_small": simulate(16, 1000, sync_each=True)[0],
        "sync_each_large": simulate(2048, 1000, sync_each=True)[0],
        "cpu_without_sync": simulate(16, 1000, gpu=False, first_sync=False, last_sync=False)[0],
    }
    prediction(student.literal("predict"), truth)


LARGE = 2048
FEW, MANY = {"cpu": 1, "cuda": 5}, {"cpu": 3, "cuda": 105}


def seconds_by_judge(side, device):
    """Return the seconds of a large product by the judge's clock (more repetitions less fewer), and by the timer."""
    times, said = [], 0.0
    side.run(inside.time_for_real, LARGE, device, 1)
    for reps in (FEW[device], MANY[device]):
        begin = time.perf_counter()
        answer = side.run(inside.time_for_real, LARGE, device, reps)
        times.append(time.perf_counter() - begin)
        operands, said = side.run(inside.last_operands), answer["seconds"]
        expected = operands["row"] @ operands["B"]
        close(answer["row"], expected, rtol=1e-3, atol=1e-2, what=f"the first row of a product on {device}")
    return (times[1] - times[0]) / (MANY[device] - FEW[device]), said


def test_real_gpu(student, reference):
    """On a real GPU large products are faster, and the result agrees with the judge's own clock."""
    ratios = []
    for side in (student, reference):
        on_cpu, _ = seconds_by_judge(side, "cpu")
        rounds = [seconds_by_judge(side, "cuda") for _ in range(3)]
        on_gpu, said = (statistics.median(values) for values in zip(*rounds, strict=True))
        ratios.append(on_cpu / on_gpu)
        if side is student:
            equal(0.5 < said / on_gpu < 2, expected=True, what="whether the result is within a factor 2 of the judge's")
    if ratios[0] < ratios[1] / 2:
        fail(
            f"a product of size {LARGE} is {ratios[0]:.0f} times as fast on the GPU, and {ratios[1]:.0f} times as fast "
            "with the reference solution"
        )
