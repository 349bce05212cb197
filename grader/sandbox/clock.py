"""The judge's clock: how long a check's student processes may run, sleep and grow.

Nothing here is measured by the student's process itself, and nothing counts that the machine does to it: a process
that waits for a core or a disk, or is not born yet, uses up no limit. There is no wall clock for a submission.
"""

import os
import select
import socket
import time
from collections.abc import Callable
from typing import Final

from grader.confine.work import usage
from grader.fork.effort import Effort, cpu_seconds_of
from grader.model.exercise import Limits
from grader.model.message import Message
from grader.sandbox.faults import GraderFault, StudentFault
from grader.sandbox.verdict import MAX_ENTRIES, WORK_FACTOR, cpu_fault, disk_fault, memory_fault

PATIENCE: Final = 900.0
"""Seconds for one answer after which the machine is given up: it lets a process neither run nor sleep."""

STILL_SECONDS: Final = 5.0
"""So often whoever watches over the judge hears that it waits for a submission, and does not hang."""

_LOOK_SECONDS: Final = 0.25
_TICK_MS: Final = 50
_PAGE: Final = os.sysconf("SC_PAGE_SIZE")


class CheckClock:
    """Keeps the time of one check over all its student processes: CPU time, and time asleep.

    Args:
        limits: of the check.
        still: called every few seconds while a student process is waited for.
    """

    def __init__(self, limits: Limits, still: Callable[[], None] = lambda: None) -> None:
        self.limits = limits
        self.still = still
        self._told = time.monotonic()
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
        """Wall clock since the check began, to be shown; no limit counts it."""
        return time.monotonic() - self._began

    def tell_now_and_then(self) -> None:
        """Say that a student process is waited for: one long wait and many short ones are the same."""
        if time.monotonic() - self._told > STILL_SECONDS:
            self._told = time.monotonic()
            self.still()

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
        self.asleep += sum(watch.slept() for watch in self._watches)
        if self.asleep > limits.seconds:
            raise StudentFault("timeout", Message(id="slept", facts={"seconds": limits.seconds}))


class Watch:
    """Waits for one student process on the check's clock. Used as a channel's `wait`."""

    def __init__(self, clock: CheckClock, pid: int, work: str) -> None:
        self._clock = clock
        self._pid = pid
        self._work = work
        self._looked = 0.0
        self.resident_at_birth, self._baseline = _memory(pid)
        self._start = 0.0
        self._effort = Effort(pid)
        self.restart()

    def restart(self) -> None:
        """Count CPU time and sleep from here."""
        self._start = cpu_seconds_of(self._pid)
        self._effort.restart()

    @property
    def cpu_seconds(self) -> float:
        """CPU time since the start."""
        return max(0.0, cpu_seconds_of(self._pid) - self._start)

    @property
    def own_bytes(self) -> int:
        """Resident memory on top of what the process was born with, bytes."""
        return _memory(self._pid)[1] - self._baseline

    def slept(self) -> float:
        """Return the seconds that it slept since the last call, while it was waited for."""
        return self._effort.slept()

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
            GraderFault: the machine lets the process neither run nor sleep.
        """
        poll = select.poll()
        poll.register(sock, events)
        clock = self._clock
        began = last = time.monotonic()
        while True:
            is_ready = poll.poll(_TICK_MS)
            now = time.monotonic()
            self._effort.waited(now - last)
            last = now
            clock.tell_now_and_then()
            if is_ready:
                clock.look()
                return
            clock.check()
            if now - began > PATIENCE:
                raise GraderFault(f"this machine has not let a student process run for {PATIENCE:g} seconds")


class BirthWait:
    """Waits for a student process that is being started, at nobody's cost.

    Args:
        still: called every few seconds meanwhile.
    """

    def __init__(self, still: Callable[[], None]) -> None:
        self._still = still

    def __call__(self, sock: socket.socket, events: int, /) -> None:
        """Wait until `sock` is ready.

        Raises:
            GraderFault: it was not, with all patience.
        """
        poll = select.poll()
        poll.register(sock, events)
        began = time.monotonic()
        while not poll.poll(STILL_SECONDS * 1000):
            if time.monotonic() - began > PATIENCE:
                raise GraderFault(f"a student process did not get ready within {PATIENCE:g} seconds")
            self._still()


def _memory(pid: int) -> tuple[int, int]:
    """Resident bytes, and those of them that are not file pages, see proc_pid_statm(5)."""
    try:
        with open(f"/proc/{pid}/statm", encoding="ascii") as file:  # noqa: PTH123 -- a hot path
            _size, resident, shared, *_rest = (int(field) * _PAGE for field in file.read().split())
    except (OSError, ValueError):
        return 0, 0
    return resident, resident - shared
