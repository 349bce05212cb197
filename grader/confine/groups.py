"""Cgroups that are used again: to make and remove one costs as much as the fork of the process that it is for."""

import contextlib
import threading
from typing import Final

from grader.confine.cgroups import Cgroup, fresh_name, open_cgroup, sweep_dead

_MOST: Final = 64
"""Groups that are kept for later, of all bounds together."""


class Groups:
    """Hands out cgroups for student processes, one process at a time in each. Safe to use from several threads."""

    def __init__(self) -> None:
        self._free: list[tuple[tuple[int, int], Cgroup]] = []
        self._lock = threading.Lock()
        self._has_swept = False

    def take(self, memory_bytes: int, pids: int) -> Cgroup | None:
        """Return a group without processes in which nothing was ever refused; None where the machine grants none.

        Args:
            memory_bytes: the most memory that its processes hold.
            pids: the most threads of its processes.
        """
        bounds = (memory_bytes, pids)
        with self._lock:
            if not self._has_swept:
                self._has_swept = True
                sweep_dead()
            for at, (bounds_there, group) in enumerate(self._free):
                if bounds_there == bounds:
                    del self._free[at]
                    return group
        return open_cgroup(fresh_name(), *bounds)

    def give_back(self, group: Cgroup, memory_bytes: int, pids: int) -> None:
        """Keep a group whose process has ended; remove it where it is not as new."""
        with self._lock:
            if len(self._free) < _MOST and group.is_as_new():
                self._free.append(((memory_bytes, pids), group))
                return
        _remove(group)

    def close(self) -> None:
        """Remove all groups that are kept."""
        with self._lock:
            free, self._free = self._free, []
        for _, group in free:
            _remove(group)


def _remove(group: Cgroup) -> None:
    # Its process has ended. A group that cannot be removed at once is no reason to lose a report.
    with contextlib.suppress(OSError):
        group.close()
