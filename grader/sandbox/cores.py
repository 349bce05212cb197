"""Which core of the machine a grading runs on, where several run at a time.

A judge and its student process take turns: one asks, the other answers. On one core the kernel hands over from one to
the other; on two it wakes an idle core for each of a hundred messages, while other gradings could use it.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

_ANY: Final = -1
"""On machines that do not say what cores there are."""


class Core:
    """Where the processes of one grading run.

    Args:
        numbers: cores that they may use.
    """

    def __init__(self, numbers: frozenset[int]) -> None:
        self._numbers = numbers

    def hold(self, pid: int) -> None:
        """Have a process run there, and what it forks from now on."""
        if self._numbers:
            with suppress(OSError):  # it has ended, or the machine does not let us: it runs anywhere, as before
                os.sched_setaffinity(pid, self._numbers)


class Cores:
    """Spreads gradings over the cores that this process may use. Safe to use from several threads."""

    def __init__(self) -> None:
        numbers = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()
        self._all = frozenset(numbers)
        self._load = dict.fromkeys(sorted(numbers), 0)
        self._lock = threading.Lock()

    @contextmanager
    def one(self, threads: int) -> Iterator[Core]:
        """Yield the core for one grading, the one with the fewest others.

        Who grades alone, or computes with several threads, may use all of them.

        Args:
            threads: with which a submission may compute.
        """
        with self._lock:
            number = min(self._load, key=lambda core: self._load[core], default=_ANY)
            is_alone = not any(self._load.values())
            self._load[number] = self._load.get(number, 0) + 1
        try:
            yield Core(self._all if is_alone or threads > 1 else frozenset({number} - {_ANY}))
        finally:
            with self._lock:
                self._load[number] -= 1
