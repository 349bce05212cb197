"""How long another process ran, and how long it slept with nobody else to blame, as the kernel tells it.

A limit must count what a process does and never what a busy machine does to it. Three things are told apart:

* CPU time, of all threads together;
* time asleep: no thread of it ran, waited for a core or waited for a disk, and neither did whoever waits for it;
* everything else, which is the machine's.

Where the kernel does not tell who waits for a core, all that is no CPU time counts as sleep.
"""

import os
import time
from typing import Final

_LONGEST: Final = 0.25
"""Seconds that one wait counts for at most: a machine that was suspended, or an observer that was stopped, saw none
of what lies between."""


def cpu_seconds_of(pid: int) -> float:
    """CPU time of another process: its clock's id is made as in clock_getcpuclockid(3)."""
    try:
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:
        return 0.0


class Effort:
    """Tells how much of the time that somebody waited for a process it slept.

    Args:
        pid: the process.
    """

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._waited = 0.0
        self._since: _Account | None = None

    def restart(self) -> None:
        """Count anew, from the next look on: most who restart never look."""
        self._waited, self._since = 0.0, None

    def waited(self, seconds: float) -> None:
        """Say that the caller has waited so long for this process."""
        self._waited += min(seconds, _LONGEST)

    def slept(self) -> float:
        """Return the seconds asleep since the last look, of those that were waited for.

        While a thread runs or waits for a core, the kernel has not written down since when: that is told later.
        """
        states = _states(self._pid)
        if self._since is not None and "R" in states:
            return 0.0
        since, waited = self._since, self._waited
        now = _Account(self._pid)
        self._since, self._waited = now, 0.0
        if since is None or "D" in states:  # an uninterruptible sleep, which is a disk's
            return 0.0
        return max(0.0, waited - now.busy_since(since))


class _Account:
    """What the kernel has written down of a process, and of the thread that waits for it."""

    def __init__(self, pid: int) -> None:
        self.threads = _scheduled(pid)
        self.cpu = cpu_seconds_of(pid)
        self.own = _waiting_for_a_core()

    def busy_since(self, earlier: "_Account") -> float:
        """Return the seconds in which the process ran or waited for a core, or whoever waits for it did."""
        own = self.own - earlier.own
        if not self.threads:
            return own + self.cpu - earlier.cpu
        # Threads that take turns, as Python's do, ran one after the other; they wait for a core at the same time.
        waiting = max(now - earlier.threads.get(thread, 0.0) for thread, now in self.threads.items())
        return own + self.cpu - earlier.cpu + waiting


def _scheduled(pid: int) -> dict[str, float]:
    """Seconds that each thread could have run and had no core, see the kernel's `scheduler/sched-stats.rst`."""
    found = {}
    try:
        for thread in os.listdir(f"/proc/{pid}/task"):  # noqa: PTH208 -- a hot path
            with open(f"/proc/{pid}/task/{thread}/schedstat", encoding="ascii") as file:  # noqa: PTH123
                _running, waiting, _slices = file.read().split()
            found[thread] = int(waiting) / 1e9
    except (OSError, ValueError):
        return found
    return found


def _waiting_for_a_core() -> float:
    """Seconds that the calling thread could have run and had no core."""
    try:
        with open("/proc/thread-self/schedstat", encoding="ascii") as file:  # noqa: PTH123
            return int(file.read().split()[1]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0


def _states(pid: int) -> set[str]:
    """Return the states of a process's threads, see proc_pid_stat(5)."""
    found = set()
    try:
        for thread in os.listdir(f"/proc/{pid}/task"):  # noqa: PTH208 -- a hot path
            with open(f"/proc/{pid}/task/{thread}/stat", encoding="ascii", errors="replace") as file:  # noqa: PTH123
                found.add(file.read().rpartition(")")[2].split()[0])
    except (OSError, IndexError):
        return found
    return found
