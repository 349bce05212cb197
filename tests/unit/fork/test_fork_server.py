"""A fork server and its client: how children end, who kills them, and what is left open."""

import os
import select
import signal
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.fork.client import Child, ForkClient, ServerDiedError
from tests.polling import eventually, open_descriptors, runs

pytestmark = pytest.mark.unit

MODULE = "tests.unit.fork.tiny_server"


def start(*arguments: str) -> ForkClient:
    return ForkClient.start(MODULE, arguments, {})


@pytest.fixture
def server() -> Iterator[ForkClient]:
    with start() as client:
        client.ready()
        yield client


class Pipe:
    """Where children tell their process ids, one a line."""

    def __init__(self) -> None:
        self.reader, self.writer = os.pipe()

    def pids(self, count: int) -> list[int]:
        """Return the next `count` ids."""
        octets = b""
        while octets.count(b"\n") < count:
            poll = select.poll()
            poll.register(self.reader, select.POLLIN)
            assert poll.poll(15_000), f"only {octets!r} was told"
            octets += os.read(self.reader, 1000)
        return [int(word) for word in octets.split()]


@pytest.fixture
def pipe() -> Iterator[Pipe]:
    made = Pipe()
    yield made
    os.close(made.reader)
    os.close(made.writer)


def waiting(server: ForkClient, pipe: Pipe, job: bytes = b"wait") -> Child:
    """Return a child that has begun to wait."""
    child = server.fork(job, [pipe.writer])
    assert pipe.pids(1) == [child.pid]
    return child


def test_it_tells_its_versions_when_it_is_ready(server: ForkClient) -> None:
    """The notice comes once and is kept."""
    assert server.ready() == server.ready() == {"tiny": "1"}
    assert server.is_alive


@pytest.mark.parametrize("code", [0, 1, 70, 97, 255])
def test_an_exit_code_is_told(server: ForkClient, code: int) -> None:
    """What the work returns is the child's exit code."""
    ended = server.fork(b"exit %d" % code, []).wait(15)
    assert ended is not None
    assert ended.status == code


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV, signal.SIGTERM, signal.SIGXCPU])
def test_a_signal_is_told_as_a_negative_number(server: ForkClient, number: signal.Signals) -> None:
    """How a process died can be told from how it ended."""
    ended = server.fork(b"signal %d" % number, []).wait(15)
    assert ended is not None
    assert ended.status == -number


def test_work_that_raises_ends_the_child_alone(server: ForkClient) -> None:
    """A fault in a child is an exit code of its own; the server goes on."""
    assert server.fork(b"raise oh", []).end(15).status == 70
    assert server.fork(b"exit 3", []).end(15).status == 3


def test_what_a_child_used_is_told(server: ForkClient) -> None:
    """CPU time and the largest resident size come with the obituary."""
    burnt = server.fork(b"burn 0.3", []).end(15)
    filled = server.fork(b"fill %d" % (64 * 2**20), []).end(15)
    assert 0.3 <= burnt.cpu_seconds < 3
    assert filled.peak_bytes > 64 * 2**20


def test_waiting_gives_up_while_the_child_runs(server: ForkClient, pipe: Pipe) -> None:
    """A child that still runs is no error, and can be waited for again."""
    child = waiting(server, pipe)
    assert child.wait(0) is None
    assert child.wait(0.05) is None
    child.end()


def test_a_killed_child_gets_its_obituary(server: ForkClient, pipe: Pipe) -> None:
    """Whatever signals it ignores, it is dead and reaped when `end` returns, and asking again changes nothing."""
    child = waiting(server, pipe, b"stubborn")
    assert child.end().status == -signal.SIGKILL
    assert not os.path.exists(f"/proc/{child.pid}")  # noqa: PTH110 -- no file
    assert child.end() == child.wait(0)


def test_a_child_that_ends_within_the_grace_keeps_its_own_status(server: ForkClient, pipe: Pipe) -> None:
    """Killing is for what does not end by itself."""
    child = waiting(server, pipe, b"thread 5")
    assert child.end(15).status == 5


def test_a_child_whose_owner_lets_go_is_killed(server: ForkClient, pipe: Pipe) -> None:
    """Closing a child without a word ends it, whatever signals it ignores."""
    child = waiting(server, pipe, b"stubborn")
    child.close()
    assert eventually(lambda: not runs(child.pid))
    assert server.fork(b"exit 4", []).end(15).status == 4


def test_letting_go_of_children_that_end_harms_nobody(server: ForkClient, pipe: Pipe) -> None:
    """A child that ends at the very moment in which its owner lets go is buried once, and the server goes on."""
    for _ in range(30):
        child = server.fork(b"exit 0", [])
        child.close()
    assert server.fork(b"exit 6", []).end(15).status == 6
    assert server.is_alive


def test_closing_the_client_ends_server_and_children(pipe: Pipe) -> None:
    """Nothing that was started outlives its client."""
    with start() as client:
        child = waiting(client, pipe, b"stubborn")
        server = client.pid
    assert not runs(server)
    assert not runs(child.pid)
    with pytest.raises(ServerDiedError):
        child.wait(0)
    assert not client.is_alive


def test_a_killed_server_takes_its_children_along(server: ForkClient, pipe: Pipe) -> None:
    """A server that dies leaves no child running, and says so to who waits for one or asks for another."""
    child = waiting(server, pipe, b"stubborn")
    os.kill(server.pid, signal.SIGKILL)
    with pytest.raises(ServerDiedError):
        child.wait(15)
    assert eventually(lambda: not runs(child.pid))
    assert eventually(lambda: not server.is_alive)
    with pytest.raises(ServerDiedError):
        server.fork(b"exit 0", [])
    with pytest.raises(ServerDiedError):
        child.end()


def test_a_server_that_fails_to_start_leaves_its_last_words() -> None:
    """The reason why there is no server is in the error."""
    with start("--fail", "no torch here") as client, pytest.raises(ServerDiedError, match="no torch here"):
        client.fork(b"exit 0", [])


def test_a_server_that_does_not_get_ready_is_given_up() -> None:
    """A hanging start ends at its deadline."""
    with start("--mute") as client:
        with pytest.raises(ServerDiedError, match="not ready after"):
            client.ready(0.2)
        os.kill(client.pid, signal.SIGKILL)


def test_grandchildren_left_behind_are_killed(server: ForkClient, pipe: Pipe) -> None:
    """What a child started dies with it, in its own session or in another."""
    ended = server.fork(b"leave 4", [pipe.writer]).end(15)
    assert ended.status == 0
    left = pipe.pids(4)
    assert eventually(lambda: not any(map(runs, left)))


def test_grandchildren_die_with_the_client(pipe: Pipe) -> None:
    """Processes left behind at the very end are found as well."""
    with start() as client:
        child = client.fork(b"leave 2", [pipe.writer])
        left = pipe.pids(2)
        child.end(15)
    assert eventually(lambda: not any(map(runs, left)))


def test_many_children_run_at_once(server: ForkClient, pipe: Pipe) -> None:
    """Each child has its own obituary, whatever the order in which they end."""
    children = [server.fork(b"wait", [pipe.writer]) for _ in range(24)]
    assert sorted(pipe.pids(24)) == sorted(child.pid for child in children)
    for child in children[::2]:
        os.kill(child.pid, signal.SIGTERM)
    assert {child.end(15).status for child in children[::2]} == {-signal.SIGTERM}
    assert {child.end().status for child in children[1::2]} == {-signal.SIGKILL}


def test_a_job_is_never_in_the_server(server: ForkClient) -> None:
    """A job's bytes reach its child and no memory that later children inherit."""
    secret = b"of-one-grading-" * 3
    for length in (1, 200, 2**16, 2**21):
        job = b"exit 5".ljust(length + 6) + secret
        assert server.fork(job, []).end(15).status == 70  # no number: the child has read all of it
    assert server.fork(b"exit 5", []).end(15).status == 5
    with open(f"/proc/{server.pid}/mem", "rb", buffering=0) as memory:  # noqa: PTH123
        for line in Path(f"/proc/{server.pid}/maps").read_text("utf-8").splitlines():
            if line.split()[1] == "rw-p":
                low, high = (int(word, 16) for word in line.split()[0].split("-"))
                memory.seek(low)
                assert secret not in memory.read(high - low), line


def test_several_threads_can_order_children(server: ForkClient) -> None:
    """Orders of different threads do not get mixed up."""
    codes: dict[int, int] = {}

    def order(code: int) -> None:
        codes[code] = server.fork(b"exit %d" % code, []).end(15).status

    threads = [threading.Thread(target=order, args=(code,)) for code in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert codes == {code: code for code in range(12)}


def test_a_child_has_only_the_descriptors_it_was_given(server: ForkClient, pipe: Pipe) -> None:
    """No child sees the control socket, another child's descriptors or its own obituary."""
    others = [waiting(server, pipe) for _ in range(3)]
    ours, theirs = os.pipe()
    one, other = socket.socketpair()
    with one, other:
        child = server.fork(b"descriptors", [other.fileno(), theirs])
        other.close()
        assert child.end(15).status == 0
        poll = select.poll()
        poll.register(one, select.POLLIN)
        assert poll.poll(15_000)
        names = one.recv(1000).partition(b"[")[2]
    os.close(ours)
    os.close(theirs)
    # 0, 1 and 2, the two that were given, and the listing's own
    assert names.count(b",") == 5, names
    for child in others:
        child.end()


def test_a_server_that_cannot_be_started_leaves_nothing_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """An interpreter that is not there, or may not be run, is an error and no leak."""
    before = open_descriptors()
    with monkeypatch.context() as broken:
        broken.setattr("sys.executable", "/nowhere/python")
        with pytest.raises(OSError, match="nowhere"):
            start()
    assert open_descriptors() == before


def test_a_child_can_be_a_server_itself(server: ForkClient) -> None:
    """A forked server serves its own children and ends with its parent; one that dies is noticed at once."""
    before = open_descriptors()
    for deed in ("close", "kill", "kill the parent"):
        inner = server.fork_server(b"serve")
        child = inner.fork(b"exit 3", [])
        assert child.end(15).status == 3
        assert inner.is_alive
        if deed == "close":
            inner.close()
            assert eventually(lambda inner=inner: not inner.is_alive)  # type: ignore[misc]
            continue
        os.kill(inner.pid if deed == "kill" else server.pid, signal.SIGKILL)
        assert eventually(lambda inner=inner: not inner.is_alive)  # type: ignore[misc]
        with pytest.raises(ServerDiedError):
            inner.fork(b"exit 0", [])
        inner.close()
    assert open_descriptors() == before
    with pytest.raises(ServerDiedError):
        server.fork_server(b"serve")
    assert open_descriptors() == before


def test_nothing_stays_open_in_the_client(pipe: Pipe) -> None:
    """Children that ended, were killed, or were let go of leave no descriptor, nor does a closed server."""
    before = open_descriptors()
    with start() as client:
        client.ready()
        with_server = open_descriptors()
        for _ in range(5):
            client.fork(b"exit 0", [pipe.writer]).end(15)
            waiting(client, pipe).end()
            waiting(client, pipe).close()
        assert open_descriptors() == with_server
        os.kill(client.pid, signal.SIGKILL)
        for _ in range(5):
            with pytest.raises(ServerDiedError):
                client.fork(b"exit 0", [])
        assert open_descriptors() == with_server
    assert open_descriptors() == before
