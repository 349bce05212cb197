# /// row
# tries = "Stops every clock of Python and then takes its time."
# ends = { test_visible = "timeout" }
# slow = true
# ///
import datetime
import time

real = time.sleep
time.time = time.monotonic = time.perf_counter = time.process_time = time.thread_time = lambda: 0.0
time.time_ns = time.monotonic_ns = time.perf_counter_ns = lambda: 0


class Frozen(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls(2000, 1, 1, tzinfo=tz)


datetime.datetime = Frozen


def scale(x):
    real(30)
    return 2 * x
