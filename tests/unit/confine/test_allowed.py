"""What honest code does must still work."""

import contextlib
import ctypes
import fcntl
import mmap
import os
import resource
import select
import shutil
import signal
import socket
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.confine.children import Children, Ground, Who

pytestmark = pytest.mark.unit


def write_and_move() -> str:
    """Make, move between folders, truncate, remove."""
    Path("a").write_text("abc")
    Path("deep").mkdir()
    Path("a").rename("deep/a")
    os.truncate("deep/a", 2)
    text = Path("deep/a").read_text()
    Path("touched").touch()
    Path("touched").touch()
    names = sorted(path.name for folder in ("deep", ".") for path in Path(folder).glob("[!cefm]*") if path.is_file())
    shutil.rmtree("deep")
    Path("touched").unlink()
    return f"{text} {names}"


def temporary_files() -> str:
    """`tempfile`, told where the work folder is."""
    tempfile.tempdir = str(Path.cwd())
    with tempfile.TemporaryDirectory() as folder, tempfile.NamedTemporaryFile("w+", dir=folder) as file:
        file.write("abc")
        file.seek(0)
        return file.read()


def copies() -> bool:
    """`shutil.copy` sets the mode of the copy, `shutil.copy2` and `shutil.copytree` the time as well."""
    shutil.copy("file", "copy")
    shutil.copy2("file", "copy2")
    Path("tree").mkdir()
    Path("tree/file").write_bytes(Path("file").read_bytes())
    shutil.copytree("tree", "trees")
    same = {Path(name).read_text() for name in ("file", "copy", "copy2", "trees/file")}
    for name in ("tree", "trees"):
        shutil.rmtree(name)
    for name in ("copy", "copy2"):
        Path(name).unlink()
    return len(same) == 1


def touches() -> bool:
    """`Path.touch` makes a file, and is content with one that is there."""
    Path("touched").touch()
    Path("touched").touch()
    made = Path("touched").exists()
    Path("touched").unlink()
    return made


def maps_a_file() -> int:
    """A file mapped shared, as `numpy.memmap` does."""
    with Path("mapped").open("w+b") as file:
        file.truncate(4096)
        with mmap.mmap(file.fileno(), 4096) as view:
            view[0] = 7
            view.flush()
    found = Path("mapped").read_bytes()[0]
    Path("mapped").unlink()
    return found


def threads() -> int:
    """Several threads at once."""
    results: list[int] = []
    running = [threading.Thread(target=results.append, args=(i,)) for i in range(8)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    return sum(results)


def signals() -> list[int]:
    """A handler of its own, a signal to itself, an alarm."""
    seen: list[int] = []
    for number in (signal.SIGUSR1, signal.SIGALRM):
        signal.signal(number, lambda number, _frame: seen.append(number))
    os.kill(os.getpid(), signal.SIGUSR1)
    signal.raise_signal(signal.SIGUSR1)
    signal.setitimer(signal.ITIMER_REAL, 0.01)
    time.sleep(0.05)
    return seen


def descriptors() -> str:
    """Duplicates, flags and pipes."""
    out, into = os.pipe()
    copy = os.dup(into)
    fcntl.fcntl(out, fcntl.F_SETFL, fcntl.fcntl(out, fcntl.F_GETFL) | os.O_NONBLOCK)
    os.set_inheritable(copy, True)
    os.write(copy, b"abc")
    select.select([out], [], [], 1)
    with os.fdopen(out) as file:
        os.close(into)
        os.close(copy)
        return file.read()


def devices() -> bool:
    """The devices that every program takes for granted."""
    with Path("/dev/null").open("w") as null, Path("/dev/urandom").open("rb", buffering=0) as random:
        null.write("x")
        return len(random.read(4)) == len(os.urandom(4)) and bool(Path("/proc/cpuinfo").read_text())


def clocks() -> bool:
    """Sleeping and looking at clocks."""
    before = time.monotonic()
    time.sleep(0.001)
    return time.monotonic() > before and time.process_time() > 0 and time.localtime().tm_year > 2000


def numbers_of_itself() -> bool:
    """Ids, limits, usage, affinity, names."""
    usage = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    return all([usage, limits, os.sched_getaffinity(0), os.cpu_count(), os.uname(), os.getppid(), os.times()])


def calls_back() -> int:
    """A C callback: libffi makes executable memory for it."""
    return int(ctypes.CFUNCTYPE(ctypes.c_int)(lambda: 3)())


def is_no_terminal() -> bool:
    """`isatty` asks by ioctl."""
    with Path("file").open() as file:
        return file.isatty()


HONEST: dict[str, tuple[Callable[[], object], object]] = {
    "write and move": (write_and_move, "ab ['a', 'touched']"),
    "temporary files": (temporary_files, "abc"),
    "copies": (copies, True),
    "touches": (touches, True),
    "mapped file": (maps_a_file, 7),
    "threads": (threads, 28),
    "signals": (signals, [signal.SIGUSR1, signal.SIGUSR1, signal.SIGALRM]),
    "descriptors": (descriptors, "abc"),
    "devices": (devices, True),
    "clocks": (clocks, True),
    "numbers of itself": (numbers_of_itself, True),
    "C callback": (calls_back, 3),
    "no terminal": (is_no_terminal, False),
}


@pytest.mark.parametrize("name", HONEST)
def test_works(children: Children, who: Who, name: str) -> None:
    """What does no harm is not refused."""
    function, expected = HONEST[name]
    ended = children.run(function, who)
    assert ended.value == expected, ended


def test_reads_what_it_may(children: Children, ground: Ground, who: Who) -> None:
    """A folder of the policy can be listed and read."""
    ended = children.run(
        lambda: [[path.name for path in ground.read.iterdir()], (ground.read / "file").read_text()], who
    )
    assert ended.value == [["file"], "before"]


def test_abort_tells_so(children: Children, who: Who) -> None:
    """A process that aborts dies of SIGABRT, not of the filter."""
    assert children.run(os.abort, who).signal == signal.SIGABRT


def test_the_wire_works(children: Children, who: Who) -> None:
    """A socket that was open before serves as it did, less what leads to the peer's process or to other sockets."""
    ours, theirs = socket.socketpair()

    def answer() -> list[int]:
        wire = socket.socket(fileno=theirs.fileno())
        question = wire.recv(16)
        wire.sendall(question.upper())
        wire.sendmsg([b"!"])
        with contextlib.suppress(BlockingIOError):
            wire.recv(16, socket.MSG_DONTWAIT | socket.MSG_PEEK)
        attempts: list[Callable[[], object]] = [
            lambda: wire.send(b"x", socket.MSG_OOB),
            lambda: wire.recv(1, socket.MSG_OOB),
            lambda: wire.sendto(b"x", "/nowhere"),
            lambda: wire.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20),
            lambda: wire.getsockopt(socket.SOL_SOCKET, 77),  # SO_PEERPIDFD
        ]
        succeeded = []
        for index, attempt in enumerate(attempts):
            with contextlib.suppress(PermissionError):
                attempt()
                succeeded.append(index)
        return succeeded

    with ours, theirs:
        ours.sendall(b"abc")
        ours.settimeout(5)
        ended = children.run(answer, who, keep=(theirs.fileno(),))
        assert (ended.value, ours.recv(16)) == ([], b"ABC!"), ended


def test_grants_the_memory(children: Children) -> None:
    """Most of the memory that the policy grants can be had in one piece."""
    assert children.run(lambda: len(bytearray(200 << 20)), data_bytes=256 << 20).value == 200 << 20
