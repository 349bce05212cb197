"""The owner's side of a fork server: start it, order children, learn how they ended."""

import os
import select
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import BinaryIO, Protocol, Self

from grader.fork import messages
from grader.fork.effort import Effort, cpu_seconds_of
from grader.wire.frames import Channel, FrameError, PeerClosedError

_LAST_WORDS = 2_000
_PATIENCE = 5.0
_TICK_MS = 200
ANSWER_SECONDS = 300.0
"""So long may a server take to fork, to end a child or to get ready: it waits for cores and disks like everybody."""


class ServerDiedError(Exception):
    """The fork server has gone; its children with it."""


class ServerStuckError(ServerDiedError):
    """The fork server computes or sleeps, and does not get ready."""


class Child:
    """A forked child: kill it, wait for its end. Closing it kills it."""

    def __init__(self, server: "ForkClient", pid: int, obituary: socket.socket) -> None:
        self.pid = pid
        self._server = server
        self._obituary: Channel | None = Channel(obituary)
        self._ended: messages.Ended | None = None
        self._is_lost = False

    def wait(self, seconds: float) -> messages.Ended | None:
        """Return how the child ended; None where it still runs after `seconds`.

        Raises:
            ServerDiedError: the server ended, and the child with it.
        """
        if self._is_lost:
            raise ServerDiedError("the fork server ended")
        if self._ended is None and self._obituary is not None:
            poll = select.poll()
            poll.register(self._obituary, select.POLLIN)
            if not poll.poll(max(0.0, seconds) * 1000):
                return None
            try:
                head, _ = self._obituary.receive()
            except (PeerClosedError, FrameError):
                self._is_lost = True
                self.close()
                raise ServerDiedError("the fork server ended") from None
            self._ended = messages.decode_ended(head)
            self.close()
        return self._ended

    def end(self, grace: float = 0.0) -> messages.Ended:
        """Wait `grace` seconds for the child's own end, then kill it; return how it ended."""
        ended = self.wait(grace)
        if ended is None:
            self._server.kill(self.pid)
            ended = self.wait(ANSWER_SECONDS)
        if ended is None:
            raise ServerDiedError("a killed child did not end")
        return ended

    def dispose(self, grace: float = 0.0) -> None:
        """End it, as `end` does, without a word; where the server ended, so has the child."""
        try:
            self.end(grace)
        except ServerDiedError:
            self.close()

    def close(self) -> None:
        """Let go of the child; the server kills it if it still runs."""
        if self._obituary is not None:
            self._obituary.close()
            self._obituary = None


def _wait_for_an_answer(sock: socket.socket, events: int, /) -> None:
    poll = select.poll()
    poll.register(sock, events)
    if not poll.poll(ANSWER_SECONDS * 1000):
        raise ServerDiedError(f"the fork server did not answer within {ANSWER_SECONDS:g} seconds")


class Process(Protocol):
    """The process behind a fork server."""

    pid: int

    def is_alive(self) -> bool:
        """Tell whether it still runs."""

    def last_words(self) -> str:
        """Return what it wrote to its standard error at the end."""

    def close(self, *, at_once: bool) -> None:
        """Wait for its end, which the closed control socket brings about; `at_once` where it cannot see that yet."""


class Program:
    """A fork server started as a program: `python -I -m MODULE --control FD [arguments]`."""

    def __init__(
        self, module: str, arguments: Sequence[str], environment: Mapping[str, str], control: socket.socket
    ) -> None:
        # A file, not a pipe: nobody reads it unless the server ends in a way that needs explaining.
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 -- it lives as long as the server
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-m", module, "--control", str(control.fileno()), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._errors,
                pass_fds=(control.fileno(),),
                env=dict(environment),
                cwd="/",
                start_new_session=True,
            )
        except OSError:
            self._errors.close()
            raise
        self.pid = self._process.pid

    def is_alive(self) -> bool:
        """Tell whether it still runs."""
        return self._process.poll() is None

    def last_words(self) -> str:
        """Return the end of what it wrote to its standard error."""
        size = self._errors.seek(0, os.SEEK_END)
        self._errors.seek(max(0, size - _LAST_WORDS))
        return self._errors.read().decode("utf-8", "replace").strip()

    def close(self, *, at_once: bool) -> None:
        """Wait for its end; kill it where that takes too long."""
        try:
            self._process.wait(0 if at_once else _PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._errors.close()


class Offspring:
    """A fork server that is itself the child of another."""

    def __init__(self, child: Child) -> None:
        self._child = child
        self.pid = child.pid

    def is_alive(self) -> bool:
        """Tell whether it still runs."""
        try:
            return self._child.wait(0.0) is None
        except ServerDiedError:
            return False

    def last_words(self) -> str:
        """Return nothing: its words are its parent's."""
        return ""

    def close(self, *, at_once: bool) -> None:
        """Wait for its end; kill it where that takes too long."""
        self._child.dispose(0.0 if at_once else _PATIENCE)


class ForkClient:
    """Orders children from a fork server. Safe to use from several threads.

    Args:
        control: the other end of the server's control socket.
        process: the server.
    """

    def __init__(self, control: socket.socket, process: Process) -> None:
        self._process = process
        self._channel = Channel(control, wait=_wait_for_an_answer)
        self._lock = threading.Lock()
        self._versions: dict[str, str] | None = None

    @classmethod
    def start(cls, module: str, arguments: Sequence[str], environment: Mapping[str, str]) -> Self:
        """Start a server without waiting for it.

        Args:
            module: run as `python -I -m MODULE --control FD [arguments]`.
            arguments: further arguments.
            environment: the server's whole environment.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                program = Program(module, arguments, environment, theirs)
            except BaseException:
                ours.close()
                raise
        return cls(ours, program)

    def fork_server(self, job: bytes) -> "ForkClient":
        """Order a child that does `job` by serving fork orders itself, on the one descriptor it gets.

        Raises:
            ServerDiedError: this server has ended.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                child = self.fork(job, [theirs.fileno()])
            except BaseException:
                ours.close()
                raise
        return ForkClient(ours, Offspring(child))

    @property
    def pid(self) -> int:
        """The server's process id."""
        return self._process.pid

    def ready(self, busy_seconds: float = ANSWER_SECONDS) -> dict[str, str]:
        """Wait until the server is warm; return the versions that it told.

        Args:
            busy_seconds: what it may compute, or sleep, before that. Waiting for a core or a disk is not counted.

        Raises:
            ServerDiedError: it ended instead.
            ServerStuckError: it computed or slept for longer.
        """
        with self._lock:
            if self._versions is None:
                self._wait_until_ready(busy_seconds)
                notice = self._receive()
                if not isinstance(notice, messages.Ready):
                    raise ServerDiedError("the fork server answered out of turn")
                self._versions = notice.versions
            return self._versions

    def _wait_until_ready(self, busy_seconds: float) -> None:
        poll = select.poll()
        poll.register(self._channel, select.POLLIN)
        effort, asleep = Effort(self.pid), 0.0
        began = last = time.monotonic()
        while not poll.poll(_TICK_MS):
            now = time.monotonic()
            effort.waited(now - last)
            last = now
            asleep += effort.slept()
            if max(asleep, cpu_seconds_of(self.pid)) > busy_seconds:
                raise ServerStuckError(f"the fork server was not ready after {busy_seconds:g} seconds of its own")
            if now - began > ANSWER_SECONDS + busy_seconds:
                raise ServerDiedError(f"the fork server was not ready within {now - began:.0f} seconds")

    def fork(self, job: bytes, descriptors: Sequence[int]) -> Child:
        """Order a child that does `job` with `descriptors`; they stay open here too.

        Raises:
            ServerDiedError: the server has ended.
        """
        self.ready()
        ours, theirs = socket.socketpair()
        try:
            with self._lock, theirs, _file_of(job) as file:
                come_along = [file.fileno(), *descriptors, theirs.fileno()]
                try:
                    self._channel.send(messages.encode(messages.Fork()), descriptors=come_along)
                except PeerClosedError:
                    raise ServerDiedError("the fork server has ended") from None
                notice = self._receive()
        except BaseException:
            ours.close()
            raise
        if not isinstance(notice, messages.Forked):
            ours.close()
            raise ServerDiedError("the fork server answered out of turn")
        return Child(self, notice.pid, ours)

    def kill(self, pid: int) -> None:
        """Kill a child; its obituary follows."""
        with self._lock:
            try:
                self._channel.send(messages.encode(messages.Kill(pid)))
            except PeerClosedError:
                raise ServerDiedError("the fork server has ended") from None

    @property
    def is_alive(self) -> bool:
        """Whether the server still runs. Its end of the socket tells sooner than whoever has to reap it."""
        if self._channel.fileno() < 0:
            return False
        poll = select.poll()
        poll.register(self._channel, 0)
        return not poll.poll(0) and self._process.is_alive()

    def close(self) -> None:
        """End the server and all its children, and wait for it."""
        self._channel.close()
        # Before it is ready it imports, looks at no socket, and has no child that could be left behind.
        self._process.close(at_once=self._versions is None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _receive(self) -> messages.Notice:
        try:
            head, _ = self._channel.receive()
        except ServerDiedError:
            self._channel.close()  # a late answer would be taken for another's
            raise
        except (PeerClosedError, FrameError):
            words = self._process.last_words()
            raise ServerDiedError(f"the fork server ended{': ' + words if words else ''}") from None
        return messages.decode_notice(head)


def _file_of(job: bytes) -> BinaryIO:
    """Return a file in memory with a job in it; the child reads it from its beginning, wherever this end stands."""
    file = open(os.memfd_create("job", os.MFD_CLOEXEC), "wb", buffering=0)  # noqa: PTH123, SIM115
    try:
        file.write(job)
    except BaseException:
        file.close()
        raise
    return file


def clean_environment(threads: int = 1) -> dict[str, str]:
    """Return an environment built from nothing, for a process that forks students or judges.

    Transparent huge pages for malloc make the page tables that a fork copies smaller.
    """
    count = str(threads)
    return {
        "PATH": os.defpath,
        "HOME": "/nonexistent",
        "LANG": "C.UTF-8",
        "OMP_NUM_THREADS": count,
        "MKL_NUM_THREADS": count,
        "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
    }
