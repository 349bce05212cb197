"""Landlock alone, also with the rights of older kernels only."""

import errno
import functools
import os
import signal
import socket
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.confine import landlock, privileges
from grader.confine.policy import ConfinementError, Policy
from tests.unit.confine.children import Children, Ground

pytestmark = [
    pytest.mark.unit,
    pytest.mark.skipif(landlock.version() < landlock.LEAST, reason="this kernel has no Landlock of ABI 3"),
]

ABSTRACT = f"\0grader-confine-test-{os.getpid()}"
"""A name of this run's own: several runs may share a machine."""


def only_landlock(abi: int) -> Callable[[Policy], int]:
    """Confine with nothing but Landlock, as on a kernel with this ABI."""

    def confine(policy: Policy) -> int:
        privileges.no_new_privs(policy)
        return landlock.restrict(policy, max_abi=abi)

    return confine


def refused(attempt: Callable[[], object]) -> str:
    """The name of the errno that an attempt meets."""
    try:
        attempt()
    except OSError as fault:
        return errno.errorcode[fault.errno or 0]
    return ""


def connect() -> None:
    """To a port that nobody listens on."""
    with socket.socket() as client:
        client.connect(("127.0.0.1", 9))


def bind_abstract() -> None:
    """Send to an abstract socket of the parent's making."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as client:
        client.connect(ABSTRACT)


ABIS = range(landlock.LEAST, landlock.LATEST + 1)


@pytest.mark.parametrize("abi", ABIS)
def test_walls_off_files(children: Children, ground: Ground, abi: int) -> None:
    """Every ABI from 3 on keeps files from being read, listed, made, changed and cut short."""
    hidden = ground.hidden

    def attempts() -> list[str]:
        return [
            refused(attempt)
            for attempt in (
                (hidden / "file").read_bytes,
                functools.partial(os.listdir, hidden),
                (hidden / "new").mkdir,
                functools.partial(os.truncate, hidden / "file", 0),
                functools.partial(os.truncate, ground.read / "file", 0),
                (hidden / "file").unlink,
                functools.partial(os.mkfifo, "fifo"),
                functools.partial(os.symlink, "a", "b"),
            )
        ]

    ended = children.run(attempts, confine=only_landlock(abi))
    assert ended.value == ["EACCES"] * 8, ended
    assert (ground.hidden / "file").read_text() == "before"


@pytest.mark.parametrize("abi", ABIS)
def test_leaves_the_work_folder(children: Children, abi: int) -> None:
    """Files can be made, moved between folders and removed where the policy says so, with every ABI."""

    def work() -> str:
        Path("made").write_text("abc")
        Path("made").rename("folder/made")
        text = Path("folder/made").read_text()
        Path("folder/made").unlink()
        return text

    assert children.run(work, confine=only_landlock(abi)).value == "abc"


@pytest.mark.parametrize("abi", ABIS)
def test_network_from_abi_4(children: Children, abi: int) -> None:
    """TCP is refused from ABI 4 on; before, only seccomp refuses it."""
    if landlock.version() < 4:
        pytest.skip("this kernel has no ABI 4")
    expected = "EACCES" if abi >= 4 else "ECONNREFUSED"
    assert children.run(lambda: refused(connect), confine=only_landlock(abi)).value == expected


@pytest.mark.parametrize("abi", ABIS)
def test_scopes_from_abi_6(children: Children, abi: int) -> None:
    """Signals and abstract sockets of others are out of reach from ABI 6 on; before, only seccomp sees to it."""
    if landlock.version() < 6:
        pytest.skip("this kernel has no ABI 6")
    parent = os.getpid()

    def attempts() -> list[str]:
        return [refused(lambda: os.kill(parent, 0)), refused(bind_abstract)]

    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as server:
        server.bind(ABSTRACT)
        expected = ["EPERM", "EPERM"] if abi >= 6 else ["", ""]
        assert children.run(attempts, confine=only_landlock(abi)).value == expected


def test_abi_2_is_not_enough(children: Children) -> None:
    """A kernel whose Landlock cannot keep files from being cut short does not confine."""
    ended = children.run(bool, confine=only_landlock(2))
    assert ended.raised == "UnavailableError"
    assert "ABI 3 is needed" in ended.text
    assert "Linux 6.2" in ended.text


def test_abi_2_is_used_where_there_is_no_better(children: Children) -> None:
    """A person's own folder gets what an old kernel has."""
    ended = children.run(lambda: refused(functools.partial(os.listdir, "/")), confine=only_landlock(2), mode="auto")
    assert ended.value == "EACCES"


@pytest.mark.parametrize("path", ["/", "/proc", "/proc/self", "/proc/1", "/../"])
def test_refuses_to_give_everything(children: Children, path: str) -> None:
    """A policy that opens up the whole machine is a mistake, and said to be one."""
    ended = children.run(bool, confine=only_landlock(3), read=(path,))
    assert ended.raised == "ConfinementError"
    assert "no path to open up" in ended.text


def test_names_a_path_that_is_not_there(children: Children) -> None:
    """A policy with a path that does not exist ends the process and names the path."""
    ended = children.run(bool, confine=only_landlock(3), write=("/nowhere/at/all",))
    assert ended.raised == "ConfinementError"
    assert "/nowhere/at/all" in ended.text


def test_refuses_beside_other_threads(children: Children) -> None:
    """A process with a second thread is not confined, since that thread would not be."""

    def confine(policy: Policy) -> int:
        done = threading.Event()
        thread = threading.Thread(target=done.wait)
        thread.start()
        try:
            return only_landlock(3)(policy)
        finally:
            done.set()
            thread.join()

    ended = children.run(bool, confine=confine)
    assert ended.raised == "ConfinementError"
    assert "2 threads" in ended.text


def test_a_single_file_can_be_given(children: Children, ground: Ground) -> None:
    """A policy may name files; what lies beside them stays hidden."""
    given = ground.hidden / "file"
    ended = children.run(
        lambda: [
            given.read_text(),
            refused(functools.partial(os.listdir, ground.hidden)),
            refused(lambda: given.open("a")),
        ],
        confine=only_landlock(3),
        read=(str(given),),
    )
    assert ended.value == ["before", "EACCES", "EACCES"]


def test_absent_landlock_is_said(monkeypatch: pytest.MonkeyPatch, ground: Ground) -> None:
    """Where the kernel has none, the sentence says what to do."""
    monkeypatch.setattr(landlock, "version", lambda: 0)
    with pytest.raises(ConfinementError, match="this kernel has none"):
        landlock.restrict(ground.policy())


def test_signals_to_itself(children: Children) -> None:
    """The newest scope leaves a process its own signals."""
    ended = children.run(lambda: os.kill(os.getpid(), signal.SIGTERM), confine=only_landlock(landlock.LATEST))
    assert ended.signal == signal.SIGTERM
