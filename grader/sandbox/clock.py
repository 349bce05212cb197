"""The judge's clock: how long a check's student processes may run, sleep and grow.

Nothing here is measured by the student's process itself.
"""

import os
import select
import socket
import time
from typing import Final

from grader.confine.work import usage
from grader.model.exercise import Limits
from grader.model.message import Message
from grader.sandbox.faults import StudentFault
from grader.sandbox.verdict import MAX_ENTRIES, WORK_FACTOR, cpu_fault, disk_fault, memory_fault

WALL_FACTOR: Final = 6.0
"""The wall clock's multiple of `limits.seconds`: so much may other load slow a check down."""

WALL_SLACK: Final = 5.0
_LOOK_SECONDS: Final = 0.25
_FIRST_TICK_MS: Final = 20
_TICK_MS: Final = 50
_PAGE: Final = os.sysconf("SC_PAGE_SIZE")


def wall_limit(limits: Limits) -> float:
    """Return the seconds of wall clock after which a check has ended, whatever the load."""
    return WALL_FACTOR * limits.seconds + WALL_SLACK


class CheckClock:
    """Keeps the time of one check over all its student processes.

    Three bounds: CPU time; time asleep, which is time neither running nor waiting
    for a core (`/proc/PID/schedstat`), so that a busy machine costs nobody a check;
    and a generous wall clock.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.asleep = 0.0
        self._began = time.monotonic()
        self._spent = 0.0
        self._looked = 0.0
        self._watches: set[Watch] = set()

    def begin(self) -> None:
        """Start anew for the next check."""
        self._began = time.monotonic()
        self._spent = self.asleep = 0.0
        for watch in self._watches:
            watch.restart()

    def forgive(self, seconds: float) -> None:
        """Leave out wall clock that somebody spent at a debugger's prompt."""
        self._began += seconds

    def watch(self, pid: int, work: str) -> "Watch":
        """Count this process and its work folder in from now on; return how to wait for it."""
        watch = Watch(self, pid, work)
        self._watches.add(watch)
        return watch

    def forget(self, watch: "Watch") -> None:
        """The process has ended, or is about to; what it used stays counted."""
        if watch in self._watches:
            self._watches.remove(watch)
            self._spent += watch.cpu_seconds

    @property
    def seconds(self) -> float:
        """Wall clock since the check began."""
        return time.monotonic() - self._began

    def look(self) -> None:
        """Check the bounds now and then: for who answers soon, in very small pieces, without an end."""
        if time.monotonic() - self._looked > _TICK_MS / 1000:
            self.check()

    def check(self) -> None:
        """Raise StudentFault where a bound is reached."""
        self._looked = time.monotonic()
        limits = self.limits
        if self._spent + sum(watch.cpu_seconds for watch in self._watches) > limits.seconds:
            raise cpu_fault(limits)
        if any(watch.own_bytes > limits.memory for watch in self._watches):
            raise memory_fault(limits)
        if any(watch.has_filled(limits) for watch in self._watches):
            raise disk_fault(limits)
        if self.asleep > limits.seconds:
            raise StudentFault("timeout", Message(id="slept", facts={"seconds": limits.seconds}))
        if self.seconds > wall_limit(limits):
            raise StudentFault("timeout", Message(id="no_answer", facts={"seconds": wall_limit(limits)}))


class Watch:
    """Waits for one student process on the check's clock. Used as a channel's `wait`."""

    def __init__(self, clock: CheckClock, pid: int, work: str) -> None:
        self._clock = clock
        self._pid = pid
        self._work = work
        self._looked = 0.0
        self.resident_at_birth, self._baseline = _memory(pid)
        self._start = 0.0
        self.restart()

    def restart(self) -> None:
        """Count CPU time from here."""
        self._start = cpu_seconds_of(self._pid)

    @property
    def cpu_seconds(self) -> float:
        """CPU time since the start."""
        return max(0.0, cpu_seconds_of(self._pid) - self._start)

    @property
    def own_bytes(self) -> int:
        """Resident memory on top of what the process was born with, bytes."""
        return _memory(self._pid)[1] - self._baseline

    def has_filled(self, limits: Limits) -> bool:
        """Tell whether the work folder holds more than a check may leave there. Looks a few times a second."""
        now = time.monotonic()
        if now - self._looked < _LOOK_SECONDS:
            return False
        self._looked = now
        try:
            found = usage(self._work, MAX_ENTRIES)
        except OSError:
            return False
        # Not whole: too many, nested beyond reason, or closed so that nobody sees what is in it.
        return found.size > WORK_FACTOR * limits.disk or not found.whole

    def forget(self) -> None:
        """Stop watching."""
        self._clock.forget(self)

    def __call__(self, sock: socket.socket, events: int, /) -> None:
        """Wait until `sock` is ready.

        Raises:
            StudentFault: a limit was reached first.
        """
        poll = select.poll()
        poll.register(sock, events)
        clock = self._clock
        if poll.poll(_FIRST_TICK_MS):
            clock.look()
            return
        began, busy, asleep = time.monotonic(), _busy_seconds(self._pid), clock.asleep
        while not poll.poll(_TICK_MS):
            now = _busy_seconds(self._pid)
            if busy is not None and now is not None:
                clock.asleep = asleep + max(0.0, time.monotonic() - began - (now - busy))
            clock.check()


def cpu_seconds_of(pid: int) -> float:
    """CPU time of another process: its clock's id is made as in clock_getcpuclockid(3)."""
    try:
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:
        return 0.0


def _busy_seconds(pid: int) -> float | None:
    """Seconds that the main thread ran or waited for a core; None where the kernel does not tell."""
    try:
        with open(f"/proc/{pid}/schedstat", encoding="ascii") as file:  # noqa: PTH123 -- a hot path
            running, waiting, _slices = file.read().split()
    except (OSError, ValueError):
        return None
    return (int(running) + int(waiting)) / 1e9


def _memory(pid: int) -> tuple[int, int]:
    """Resident bytes, and those of them that are not file pages, see proc_pid_statm(5)."""
    try:
        with open(f"/proc/{pid}/statm", encoding="ascii") as file:  # noqa: PTH123 -- a hot path
            _size, resident, shared, *_rest = (int(field) * _PAGE for field in file.read().split())
    except (OSError, ValueError):
        return 0, 0
    return resident, resident - shared
