"""Handles, the table of ends, the check's clock, and the reading of a work folder."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from grader.fork.effort import _states, cpu_seconds_of
from grader.fork.messages import Ended
from grader.model.exercise import Limits
from grader.sandbox import clock as clocks
from grader.sandbox.clock import CheckClock
from grader.sandbox.faults import StudentFault
from grader.sandbox.handle import Handle, HandleMisuseError, number_of, owner_of, type_name_of
from grader.sandbox.student import MAX_FILE_BYTES, MissingNameError, _read_files
from grader.sandbox.verdict import fault_of, human_bytes

pytestmark = pytest.mark.unit

LIMITS = Limits(seconds=2, memory=2**28)


def handle() -> tuple[Handle, list[Any]]:
    asked: list[Any] = []

    def ask(_handle: Handle, *question: Any) -> list[int]:
        asked.append(question)
        return [1, 2]

    return Handle(ask, "process", 7, "Net"), asked


def test_a_handle_asks_for_everything() -> None:
    """Attributes, calls, items and iteration are questions; nothing is known here."""
    net, asked = handle()
    assert net.weight == [1, 2]
    net(3, key=4)
    net["a", 1]
    assert list(net) == [1, 2]
    assert asked == [
        ("getattr", "weight"),
        ("invoke", (3,), {"key": 4}),
        ("getitem", (("a", 1),), {}),
        ("take", 10_000),
    ]
    assert (number_of(net), owner_of(net), type_name_of(net)) == (7, "process", "Net")
    assert repr(net) == "<an object of class Net in the student's process>"


@pytest.mark.parametrize(
    "use",
    [bool, len, lambda net: net == 3, lambda net: net != net, lambda net: 3 in net, lambda net: net == handle()[0]],  # noqa: PLR0124
    ids=["bool", "len", "eq", "ne", "in", "handles"],
)
def test_a_handle_refuses_what_it_cannot_answer(use: Any) -> None:
    """No answer of the submission's own methods passes for truth or equality."""
    net, asked = handle()
    with pytest.raises(HandleMisuseError, match=r"compare a value|student\.length"):
        use(net)
    assert asked == []


def test_a_handle_has_no_hash_and_no_special_names() -> None:
    """What Python itself looks up is not asked over there."""
    net, asked = handle()
    with pytest.raises(TypeError):
        hash(net)
    assert not hasattr(net, "__array__")
    assert not hasattr(net, "__torch_function__")
    assert asked == []


ENDS: list[tuple[int, int, str, str]] = [
    (0, 0, "crashed", "exit status 0"),
    (70, 0, "crashed", "exit status 70"),
    (97, 0, "crashed", "exit status 97"),
    (-signal.SIGXCPU, 0, "timeout", "more than the 2 seconds of CPU time"),
    (-signal.SIGXFSZ, 0, "crashed", "a file of more than 64 MiB"),
    (-signal.SIGSYS, 0, "crashed", "may not do"),
    (-signal.SIGSEGV, 0, "crashed", "segmentation fault"),
    (-signal.SIGBUS, 0, "crashed", "bus error"),
    (-signal.SIGABRT, 0, "crashed", "it aborted"),
    (-signal.SIGKILL, 0, "crashed", "signal 9"),
    (-signal.SIGKILL, 2**28, "memory", "256 MiB of memory"),
    (-signal.SIGSEGV, 2**28, "memory", "256 MiB of memory"),
    (-signal.SIGABRT, 2**28, "memory", "256 MiB of memory"),
    (-signal.SIGTERM, 2**28, "crashed", "terminated itself"),
    (-50, 0, "crashed", "signal 50"),
]


@pytest.mark.parametrize(("status", "own", "expected", "says"), ENDS, ids=str)
def test_the_end_of_a_process_has_one_status(status: int, own: int, expected: str, says: str) -> None:
    """One table from exit code, signal and memory to a status and a sentence."""
    born = 3 * 2**28
    fault = fault_of(Ended(status, 1.0, born + own), LIMITS, born)
    assert fault.status == expected
    assert says in fault.message
    assert bool(fault.incident) is (status == -signal.SIGSYS)
    assert fault.doubtful is (status == -signal.SIGKILL and not own)


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 B"), (1023, "1023 B"), (1024, "1 KiB"), (1536 * 2**20, "1.5 GiB"), (2**26, "64 MiB")]
)
def test_bytes_are_told_in_the_largest_unit(count: int, text: str) -> None:
    """A person reads the limit."""
    assert human_bytes(count) == text


def test_a_process_that_sleeps_is_given_up(tmp_path: Path) -> None:
    """It owes an answer, and does nothing for it; whoever watches over the judge hears that it waits."""
    told: list[int] = []
    clock = CheckClock(Limits(seconds=0.3), lambda: told.append(1))
    ours, theirs = socket.socketpair()
    with ours, theirs, subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as process:
        watch = clock.watch(process.pid, str(tmp_path))
        try:
            while cpu_seconds_of(process.pid) < 0.001 or "S" not in _states(process.pid):
                continue
            clock.begin()
            with pytest.raises(StudentFault, match=r"slept or waited for more than 0\.3 seconds"):
                watch(ours, 1)
        finally:
            process.kill()
    assert clock.asleep >= 0.3


def test_many_short_waits_are_told_of_like_a_long_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine each of many answers comes late, and none late enough to be told of."""
    told: list[int] = []
    monkeypatch.setattr(clocks, "STILL_SECONDS", 0.05)
    clock = CheckClock(Limits(seconds=60), lambda: told.append(1))
    ours, theirs = socket.socketpair()
    with ours, theirs:
        watch = clock.watch(os.getpid(), str(tmp_path))
        theirs.send(b"an answer")
        for _ in range(20):
            time.sleep(0.01)
            watch(ours, 1)
    assert told


def test_cpu_time_of_earlier_processes_counts(tmp_path: Path) -> None:
    """A check cannot get more time by asking for fresh processes."""
    clock = CheckClock(Limits(seconds=0.05))
    watch = clock.watch(os.getpid(), str(tmp_path))
    while watch.cpu_seconds < 0.06:
        sum(range(1000))
    watch.forget()
    with pytest.raises(StudentFault, match="CPU time"):
        clock.check()
    clock.begin()
    clock.check()


def test_no_wall_clock_ends_a_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Time that passes while a process neither runs nor sleeps is the machine's."""
    clock = CheckClock(LIMITS)
    clock.watch(os.getpid(), str(tmp_path))
    later = clock._began + 10_000
    monkeypatch.setattr("time.monotonic", lambda: later)
    clock.check()
    assert clock.asleep == 0


def test_time_at_a_debuggers_prompt_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """An author who thinks for an hour has not made the submission slow."""
    clock = CheckClock(LIMITS)
    later = clock._began + 3600 + 1
    monkeypatch.setattr("time.monotonic", lambda: later)
    clock.forgive(3600)
    clock.check()
    assert clock.seconds == pytest.approx(1)


def test_a_full_work_folder_ends_the_check(tmp_path: Path) -> None:
    """The parent of a process looks at its folder now and then."""
    clock = CheckClock(Limits(seconds=60, disk=2**12))
    clock.watch(os.getpid(), str(tmp_path))
    clock.check()
    clock = CheckClock(Limits(seconds=60, disk=2**12))
    clock.watch(os.getpid(), str(tmp_path))
    (tmp_path / "large").write_bytes(b"x" * 2**16)
    with pytest.raises(StudentFault, match="16 KiB"):
        clock.check()


def test_only_regular_files_of_a_work_folder_are_read(tmp_path: Path) -> None:
    """Links in and out, pipes and sockets are passed over, and none of them is waited for."""
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.bin").write_bytes(b"b")
    (tmp_path / "a.txt").write_bytes(b"a")
    (tmp_path / "link").symlink_to("/etc/passwd")
    (tmp_path / "inner").symlink_to("a.txt")
    (tmp_path / "folder").symlink_to("/etc")
    os.mkfifo(tmp_path / "fifo")
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(str(tmp_path / "socket"))
        assert _read_files(str(tmp_path)) == {"a.txt": b"a", "sub/b.bin": b"b"}


def test_reading_a_work_folder_is_bounded(tmp_path: Path) -> None:
    """A sparse file costs no memory beyond the bound, many files no more than their bound."""
    with (tmp_path / "sparse").open("wb") as file:
        file.truncate(MAX_FILE_BYTES + 1)
    with pytest.raises(MissingNameError, match="left more than"):
        _read_files(str(tmp_path))


def test_names_that_are_no_text_are_read(tmp_path: Path) -> None:
    """File systems take any bytes for a name."""
    (tmp_path / os.fsdecode(b"\xff\x1b[31m")).write_bytes(b"x")
    assert list(_read_files(str(tmp_path)).values()) == [b"x"]
