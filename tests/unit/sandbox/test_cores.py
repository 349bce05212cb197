"""Gradings that run at a time are spread over the cores; each keeps to its own."""

import os
from contextlib import ExitStack
from pathlib import Path

import pytest

from grader.sandbox.cores import Core, Cores


def held(core: Core) -> set[int]:
    """Return what a process may use that is held there."""
    before = os.sched_getaffinity(0)
    try:
        core.hold(os.getpid())
        return os.sched_getaffinity(0)
    finally:
        os.sched_setaffinity(0, before)


def test_who_grades_alone_may_use_all() -> None:
    cores = Cores()
    for _ in range(2):
        with cores.one(threads=1) as core:
            assert held(core) == os.sched_getaffinity(0)


def test_several_are_spread_evenly() -> None:
    everything = os.sched_getaffinity(0)
    cores = Cores()
    with ExitStack() as running:
        running.enter_context(cores.one(threads=1))
        chosen = [held(running.enter_context(cores.one(threads=1))) for _ in range(2 * len(everything) - 1)]
    assert all(len(numbers) == 1 for numbers in chosen)
    counts = [sum(numbers == {core} for numbers in chosen) for core in sorted(everything)]
    assert sorted(counts) == [1, *[2] * (len(everything) - 1)]


def test_who_computes_with_threads_may_use_all() -> None:
    cores = Cores()
    with cores.one(threads=1), cores.one(threads=4) as core:
        assert held(core) == os.sched_getaffinity(0)


def test_a_process_that_has_ended_is_no_fault() -> None:
    gone = next(pid for pid in range(300_000, 400_000) if not Path(f"/proc/{pid}").exists())
    with Cores().one(threads=1) as core:
        core.hold(gone)


def test_where_cores_are_not_told_nothing_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.delattr(os, "sched_setaffinity")
    cores = Cores()
    with cores.one(threads=1) as first, cores.one(threads=1) as second:
        first.hold(os.getpid())
        second.hold(os.getpid())
