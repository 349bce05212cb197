"""What counts as sleep: nothing that the machine does to a process, and no time that nobody waited."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from grader.fork import effort
from grader.fork.effort import Effort, _states, cpu_seconds_of
from tests.polling import eventually

pytestmark = pytest.mark.unit

SLEEPS = "import time\nprint('ready', flush=True)\ntime.sleep(60)"
COMPUTES = "print('ready', flush=True)\nwhile True: pass"
JOINS = (
    "import threading\ndef work():\n    while True: pass\nthread = threading.Thread(target=work, daemon=True)\n"
    "thread.start()\nprint('ready', flush=True)\nthread.join()"
)


@contextmanager
def running(source: str) -> Iterator[int]:
    """Run a program; yield its process id when it has got to its point."""
    with subprocess.Popen([sys.executable, "-c", source], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        try:
            yield process.pid
        finally:
            process.kill()


def looked_at(pid: int) -> Effort:
    """Return an effort that counts from now on."""
    watched = Effort(pid)
    assert watched.slept() == 0
    return watched


def observe(pid: int, enough: float) -> tuple[float, float]:
    """Wait for a process in small pieces, until it was waited for so long; return that and what of it was sleep."""
    watched, waited, slept = looked_at(pid), 0.0, 0.0
    while waited < enough:
        began = time.monotonic()
        eventually(lambda: False, 0.02)
        passed = min(time.monotonic() - began, effort._LONGEST)
        watched.waited(passed)
        waited += passed
        slept += watched.slept()
    return waited, slept


def test_a_process_that_sleeps_is_seen_to() -> None:
    """Most of the time that it was waited for, however busy the machine is."""
    with running(SLEEPS) as pid:
        assert eventually(lambda: _states(pid) == {"S"})
        began = cpu_seconds_of(pid)
        waited, slept = observe(pid, 1.0)
        assert slept > 0.2 * waited
        assert cpu_seconds_of(pid) - began < 0.5


@pytest.mark.parametrize("source", [COMPUTES, JOINS])
def test_a_process_that_computes_or_waits_for_a_core_does_not_sleep(source: str) -> None:
    """In any of its threads; on a busy machine it waits for cores most of the time."""
    with running(source) as pid:
        waited, slept = observe(pid, 1.0)
        assert waited >= 1.0
        assert slept < 0.2 * waited


def test_no_wait_counts_for_more_than_was_seen() -> None:
    """Whoever was stopped or suspended has seen nothing of the time in between."""
    with running(SLEEPS) as pid:
        assert eventually(lambda: _states(pid) == {"S"})
        watched = looked_at(pid)
        watched.waited(10_000)
        assert watched.slept() <= effort._LONGEST
        assert watched.slept() == 0


def test_threads_that_take_turns_do_not_sleep(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of them waits for the others' lock most of the time, and together they compute all of it."""
    cpu, waiting = iter([1.0, 1.15]), iter([{"1": 0.5, "2": 0.5}, {"1": 0.55, "2": 0.52, "3": 0.01}])
    monkeypatch.setattr(effort, "cpu_seconds_of", lambda _pid: next(cpu))
    monkeypatch.setattr(effort, "_scheduled", lambda _pid: next(waiting))
    monkeypatch.setattr(effort, "_waiting_for_a_core", lambda: 0.0)
    monkeypatch.setattr(effort, "_states", lambda _pid: {"S"})
    watched = looked_at(0)
    watched.waited(0.21)
    assert watched.slept() == pytest.approx(0.01)


def test_a_process_that_waits_for_a_disk_does_not_sleep(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its state is that of an uninterruptible sleep, which nobody can bring about at will."""
    with running(SLEEPS) as pid:
        assert eventually(lambda: _states(pid) == {"S"})
        monkeypatch.setattr(effort, "_states", lambda _pid: {"S", "D"})
        watched = looked_at(pid)
        watched.waited(0.2)
        assert watched.slept() == 0


def test_where_the_kernel_tells_no_schedule_all_but_cpu_time_is_sleep(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that an endless sleep ends there as well."""
    monkeypatch.setattr(effort, "_scheduled", lambda _pid: {})
    monkeypatch.setattr(effort, "_waiting_for_a_core", lambda: 0.0)  # this machine may be busy
    with running(SLEEPS) as pid:
        assert eventually(lambda: _states(pid) == {"S"})
        watched = looked_at(pid)
        watched.waited(0.2)
        assert 0.1 < watched.slept() <= 0.2
