"""Start a reader, the confined process that takes apart an archive or a notebook, and hear what it tells.

It parses hostile bytes and may be somebody else's by the time it speaks: what it tells is bounded and decoded against
exact types, and names among it are for the caller to judge.
"""

import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from types import TracebackType
from typing import Final, Literal, Self

import msgspec

from grader.confine.paths import library_paths
from grader.confine.policy import Mode, Policy
from grader.errors import EnvironmentFault, InternalError, say
from grader.fork.effort import Effort
from grader.model.clean import clean_line
from grader.model.machine import require_null
from grader.reader.messages import Bounds, Content, Done, Job, No, decode_told, encode
from grader.submission.problems import Problem, ProblemKind, readable_size
from grader.wire.frames import Channel, FrameError, PeerClosedError
from grader.wire.jobs import decode_hello

_PROGRAM: Final = (sys.executable, "-I", "-m", "grader.reader")
_ENVIRONMENT: Final = {"PATH": os.defpath, "HOME": "/nonexistent", "LANG": "C.UTF-8"}
_DATA_BYTES: Final = 512 * 2**20
_CPU_SECONDS: Final = 20
_ASLEEP_SECONDS: Final = 20.0
"""What it may sleep without an answer. Waiting for a core or a disk is the machine's."""
_PATIENCE: Final = 900.0
"""Seconds of the wall clock for all of it, after which the machine is given up."""
_TICK_MS: Final = 200
_ERROR_BYTES: Final = 64 * 2**10
_MOST_HEAD: Final = 2**17
_GRACE: Final = 5.0


class _SleptError(Exception):
    """The reader slept for too long."""


class Reading:
    """A reader at work on one file. A context manager: leaving it ends the process.

    Args:
        kind: of the file.
        descriptor: the file, open for reading at its start.
        name: what to call it in a problem.
        isolation: `confined`, or the strongest that there is with `auto`, or `process`.
        bounds: how much to take apart.
        asleep: seconds that it may sleep.
    """

    def __init__(
        self,
        kind: Literal["archive", "notebook"],
        descriptor: int,
        name: str,
        *,
        isolation: Mode,
        bounds: Bounds,
        asleep: float = _ASLEEP_SECONDS,
    ) -> None:
        self._kind: Literal["archive", "notebook"] = kind
        self._name = name
        self._bounds = bounds
        self._deadline = time.monotonic() + _PATIENCE
        self._asleep = asleep
        self._left = bounds.members
        self._bytes = bounds.total
        policy = Policy(
            mode=isolation,
            read=library_paths(),
            write=(),
            keep=(),
            data_bytes=_DATA_BYTES,
            cpu_seconds=_CPU_SECONDS,
            file_bytes=_ERROR_BYTES,
            descriptors=64,
        )
        self._job = Job(kind, msgspec.msgpack.encode(policy), bounds)
        require_null()
        ours, theirs = socket.socketpair()
        # A file, not a pipe: nobody reads it unless the process ends in a way that needs explaining.
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the process
        with theirs:
            self._process = subprocess.Popen(
                [*_PROGRAM, "--wire", str(theirs.fileno())],
                stdin=descriptor,
                stdout=subprocess.DEVNULL,
                stderr=self._errors,
                pass_fds=(theirs.fileno(),),
                env=_ENVIRONMENT,
                cwd="/",
                start_new_session=True,
            )
        self._effort = Effort(self._process.pid)
        self._channel = Channel(ours, wait=self._wait, max_head=_MOST_HEAD, max_body=bounds.each)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._channel.close()
        self._process.kill()
        self._process.wait()
        self._errors.close()

    def contents(self) -> Iterator[tuple[Content, bytearray]]:
        """Yield what the reader tells, each with its bytes.

        Raises:
            Problem: the file is not taken, or the reader told more than it may, nonsense, or nothing.
            EnvironmentFault: the reader cannot be confined here, and has to be.
        """
        try:
            self._greet()
            while True:
                head, body = self._channel.receive()
                told = decode_told(head)
                if isinstance(told, Done):
                    return
                if isinstance(told, No):
                    raise self._problem(told.why, told.path, told.detail)
                self._left -= 1
                self._bytes -= len(body)
                if self._left < 0 or self._bytes < 0:
                    raise self._problem("damaged")
                yield told, body
        except PeerClosedError:
            raise self._problem(self._end()) from None
        except _SleptError:
            raise self._problem("slow") from None
        except (FrameError, msgspec.ValidationError, msgspec.DecodeError):
            raise self._problem("damaged") from None

    def _greet(self) -> None:
        """Hand over the job, and hear that the process is confined."""
        try:
            self._channel.send(encode(self._job))
            hello = decode_hello(self._channel.receive()[0])
        except (PeerClosedError, _SleptError):
            self._end()
            self._errors.seek(0)
            words = self._errors.read(_ERROR_BYTES).decode("utf-8", "replace").strip()
            raise InternalError(f"The process that reads submissions did not start. {words[-1000:]}".rstrip()) from None
        if hello.fault:
            raise EnvironmentFault(
                say(
                    "This machine cannot confine the process that reads what was handed in: {fault}", fault=hello.fault
                ),
                advice=say(
                    "`grade doctor` shows what is missing. To do without confinement, say so: --isolation process"
                ),
            )

    def _end(self) -> ProblemKind:
        """Return what the death of the process means."""
        try:
            status = self._process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            return "damaged"
        if status == -signal.SIGXCPU:
            return "slow"
        return "exhausting" if status == -signal.SIGKILL else "damaged"  # what else kills is the kernel, for memory

    def _problem(self, kind: ProblemKind, path: str = "", detail: str = "") -> Problem:
        limits = {
            "members": str(self._bounds.members),
            "all": readable_size(self._bounds.total),
            "large": readable_size(self._bounds.each),
            "bomb": str(self._bounds.ratio),
        }
        shown = clean_line(path, 120) or self._name
        return Problem(kind, shown, detail=clean_line(detail, 40), limit=limits.get(kind, ""))

    def _wait(self, sock: socket.socket, events: int, /) -> None:
        poll = select.poll()
        poll.register(sock, events)
        last = time.monotonic()
        while not poll.poll(_TICK_MS):
            now = time.monotonic()
            self._effort.waited(now - last)
            last = now
            self._asleep -= self._effort.slept()
            if self._asleep < 0:
                raise _SleptError
            if now > self._deadline:
                raise InternalError(f"This machine has not let a submission be read within {_PATIENCE:g} seconds.")
