"""Hidden checks of 5.6.3: two logs of the same norms, one of which stays on the device until the end."""

import random
import statistics
import time

import inside
import torch

from grader.checks import close, dtype, equal, fail, shape


def some_mats(count, size, kind=torch.float32):
    """Return random matrices of very different norms."""
    scale = torch.empty(count, 1, 1, dtype=kind).uniform_(0.2, 5)
    return torch.randn(count, size, size, dtype=kind) * scale


def norms(mats):
    """Return the Frobenius norm of each matrix's product with itself, computed in float64."""
    wide = mats.double()
    return (wide @ wide).square().sum(dim=(1, 2)).sqrt()


def check_list(function, name):
    """Compare a log with the norms, for several numbers and sizes of matrices."""
    for count, size in ((12, 7), (3, 20), (5, 1)):
        mats = some_mats(count, size)
        log = function(mats)
        close(log, norms(mats).tolist(), rtol=1e-4, what=f"{name}(mats) for {count} matrices of size {size}")
        equal([type(value) for value in log], [float] * count, what=f"the types in {name}(mats)")
    mats = some_mats(4, 6, torch.float64)
    close(function(mats), norms(mats).tolist(), what=f"{name}(mats) for float64 matrices")


def test_log_each(student):
    """log_each returns the norms of all products, in order, as floats, in the precision of the matrices."""
    check_list(student.log_each, "log_each")


def test_log_on_device(student):
    """log_on_device returns the norms of all products, in order, as floats, in the precision of the matrices."""
    check_list(student.log_on_device, "log_on_device")


def test_device_part(student):
    """The part on the device returns the norms in a tensor of the dtype of the matrices."""
    for kind in (torch.float32, torch.float64):
        mats = some_mats(9, 8, kind)
        log = student.log_device_part(mats)
        close(log, norms(mats).to(kind), what=f"log_device_part(mats) for matrices of {kind}")


def test_one_matrix_and_none(student):
    """One matrix gives a log of one norm, and no matrix an empty one."""
    for count in (1, 0):
        mats = some_mats(count, 5)
        expected = norms(mats)
        close(student.log_each(mats), expected.tolist(), rtol=1e-4, what=f"log_each(mats) for {count} matrices")
        close(
            student.log_on_device(mats), expected.tolist(), rtol=1e-4, what=f"log_on_device(mats) for {count} matrices"
        )
        close(student.log_device_part(mats), expected.float(), what=f"log_device_part(mats) for {count} matrices")


class Host:
    """The way from the device to the host, in the judge: each transfer multiplies what it brings by its own factor.

    So a result tells by which transfer it came, and what did not come by one is not known over there.
    """

    def __init__(self):
        self.factors, self.numbers = [], []
        # No two of these factors, nor of their roots, are within half a per cent.
        self._left = [1.01 ** (2 * number + 1) for number in random.sample(range(-200, 200), 400)]

    def fetch(self, values):
        """Return what arrives on the host."""
        self.factors.append(self._left.pop() if self._left else 1.0)
        self.numbers.append(values.numel())
        return values * self.factors[-1] if values.is_floating_point() else values

    def run(self, student, name, mats):
        """Have the submission call one of the functions on the device; return its result."""
        return student.run(inside.run_on_device, name, mats, student.callback(self.fetch))

    def arrived(self, norm, value):
        """Return the number of the transfer that makes `value` of a norm, or of its square before the root is taken."""
        for number, factor in enumerate(self.factors):
            if any(abs(value - norm * one) <= 1e-4 * norm for one in (factor, factor**0.5)):
                return number
        return None


def as_fetched(log, mats, name):
    """Fail unless a log is a list of as many floats as there are matrices."""
    if not isinstance(log, list):
        fail(f"{name}(mats) is no list")
    equal([type(value) for value in log], [float] * len(mats), what=f"the types in {name}(mats)")
    return zip(norms(mats).tolist(), log, strict=True)


def test_device_part_fetches_nothing(student):
    """The part on the device works on tensors without values, and what it returns is on their device."""
    for kind in (torch.float32, torch.float64):
        log = student.log_device_part(torch.empty(6, 4, 4, dtype=kind, device="meta"))
        shape(log, (6,), what="log_device_part(mats) on the device meta")
        dtype(log, kind, what="log_device_part(mats) on the device meta")
        equal(log.is_meta, expected=True, what="whether log_device_part(mats) is on the device meta")
    mats, host = some_mats(6, 4), Host()
    log = host.run(student, "log_device_part", mats)
    equal(len(host.factors), 0, what="the number of transfers in log_device_part(mats)")
    close(log, norms(mats).float(), what="log_device_part(mats)")


def test_one_transfer(student):
    """log_on_device fetches the whole log at once."""
    for count in (40, 7):
        mats, host = some_mats(count, 4), Host()
        log = host.run(student, "log_on_device", mats)
        if len(host.factors) != 1 or sum(host.numbers) > count:
            fail(
                f"log_on_device fetched {sum(host.numbers)} numbers in {len(host.factors)} transfers for {count} "
                "matrices, expected one transfer of the log"
            )
        for norm, value in as_fetched(log, mats, "log_on_device"):
            if host.arrived(norm, value) is None:
                fail("what log_on_device returns is not what the transfer has brought to the host")


def test_a_transfer_for_each(student):
    """log_each fetches every norm by itself."""
    for count in (23, 6):
        mats, host = some_mats(count, 4), Host()
        log = host.run(student, "log_each", mats)
        used = {host.arrived(norm, value) for norm, value in as_fetched(log, mats, "log_each")}
        if None in used or len(used) < count:
            fail(
                f"log_each returns {count} norms that came by {len(used - {None})} transfers, expected a transfer for "
                "each"
            )


ROUNDS = 5


def seconds(side, name):
    """Return how long a function takes on a GPU, by the judge's clock: the median of rounds with new matrices each."""
    times = []
    for _ in range(ROUNDS + 1):
        mats = some_mats(1000, 100)
        side.run(inside.place, mats)
        begin = time.perf_counter()
        log = side.run(inside.run_placed, name)
        times.append(time.perf_counter() - begin)
        close(log, norms(mats).tolist(), rtol=1e-3, what=f"{name}(mats) on the GPU")
    return statistics.median(times[1:])


def test_real_gpu(student, reference):
    """On a real GPU the log that stays on the device is done sooner."""
    one_by_one = seconds(reference, "log_each")
    gain = one_by_one / seconds(student, "log_on_device")
    wanted = min(1.2, 1 + (one_by_one / seconds(reference, "log_on_device") - 1) / 2)
    if gain < wanted:
        fail(f"log_on_device is {gain:.2f} times as fast as fetching every norm, expected at least {wanted:.2f} times")
