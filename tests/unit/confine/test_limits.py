"""Limits hold against code that knows how they are counted."""

import ctypes
import mmap
import os
import resource
import signal
import threading
from pathlib import Path

import pytest

from grader.confine import descriptors, limits, privileges
from grader.confine.policy import Policy
from tests.unit.confine.children import Children, Ground, Who

pytestmark = pytest.mark.unit

MB = 1 << 20


def test_memory(children: Children, who: Who) -> None:
    """Memory beyond the limit is refused, which Python tells as MemoryError."""
    assert children.run(lambda: len(bytearray(300 * MB)), who).raised == "MemoryError"


def test_memory_made_read_only(children: Children) -> None:
    """Pages that are written and made read-only leave RLIMIT_DATA's books; RLIMIT_AS still stops the hoarding."""

    def hoard() -> int:
        libc = ctypes.CDLL(None)
        kept: list[mmap.mmap] = []
        try:
            while len(kept) < 4096:
                page = mmap.mmap(-1, 16 * MB, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
                kept.append(page)
                address = ctypes.addressof(ctypes.c_char.from_buffer(page))
                libc.mprotect(ctypes.c_void_p(address), ctypes.c_size_t(16 * MB), mmap.PROT_READ)
        except OSError:
            return 16 * len(kept)
        return -1

    hoarded = children.run(hoard).value
    assert 256 <= hoarded <= 256 + 2048


def test_processor_time(children: Children) -> None:
    """Who computes for too long is told so by SIGXCPU, and killed when it is not heard."""

    def spin() -> None:
        while True:
            pass

    assert children.run(spin, cpu_seconds=1).signal == signal.SIGXCPU
    hard = children.run(lambda: resource.getrlimit(resource.RLIMIT_CPU), cpu_seconds=7).value
    assert hard == [7, 8]


def test_size_of_a_file(children: Children, who: Who) -> None:
    """A file does not grow beyond its limit."""

    def write() -> int:
        try:
            Path("large").write_bytes(bytes(2 * MB))
        finally:
            size = Path("large").stat().st_size
            Path("large").unlink()
        return size

    ended = children.run(write, who)
    assert (ended.raised, ended.errno) == ("OSError", 27)


def test_number_of_descriptors(children: Children, who: Who) -> None:
    """Descriptors run out at the limit."""

    def use_up() -> int:
        for used in range(1000):
            try:
                os.dup(0)
            except OSError:
                return used
        return -1

    assert 20 < children.run(use_up, who, descriptors=64).value < 64


def test_number_of_threads(children: Children, who: Who) -> None:
    """A process that is counted alone has the threads of the policy and a few more; others end at some number too."""

    def start() -> int:
        done = threading.Event()
        try:
            threading.stack_size(32768)
            for _ in range(10_000):
                threading.Thread(target=done.wait, daemon=True).start()
        except RuntimeError:
            return threading.active_count()
        finally:
            done.set()
        return -1

    most = 4 + limits.THREAD_SLACK
    started = children.run(start, who, threads=4).value
    assert started == most if who != "ordinary user" else most <= started < most + 2 * limits.SHARED_UID_SLACK


def test_nothing_can_be_raised(children: Children, who: Who) -> None:
    """No limit leaves room between soft and hard but the second of CPU time that SIGXCPU needs."""
    names = ("CORE", "FSIZE", "NOFILE", "DATA", "AS", "NPROC", "MEMLOCK", "STACK", "MSGQUEUE")

    def read() -> list[tuple[int, int]]:
        return [resource.getrlimit(getattr(resource, f"RLIMIT_{name}")) for name in names]

    found = children.run(read, who).value
    assert all(soft == hard != resource.RLIM_INFINITY for soft, hard in found)
    assert found[0] == [0, 0]


def test_a_lower_limit_stays(children: Children) -> None:
    """A limit that was lower before is kept."""

    def confine(policy: Policy) -> None:
        descriptors.hold(policy)  # first, as in `apply`: whoever forks this may have more than a hundred open
        resource.setrlimit(resource.RLIMIT_NOFILE, (100, 100))
        limits.hold(policy)

    ended = children.run(lambda: resource.getrlimit(resource.RLIMIT_NOFILE), confine=confine)
    assert ended.value == [100, 100]


def test_threads_in_a_rootless_container(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no id is to spare, other processes of the same user are counted in, or no thread would start."""
    monkeypatch.setattr(privileges, "stands_alone", lambda _policy: False)
    assert limits.threads_bound(ground.policy()) > limits.SHARED_UID_SLACK + limits.THREAD_SLACK
    monkeypatch.setattr(privileges, "stands_alone", lambda _policy: True)
    assert limits.threads_bound(ground.policy(threads=3)) == 3 + limits.THREAD_SLACK


def test_counts_the_tasks_of_a_user() -> None:
    """The threads of this process are among those of its user."""
    assert limits.tasks_of(os.getuid()) >= 1
    assert limits.tasks_of(4_000_000_000) == 0
