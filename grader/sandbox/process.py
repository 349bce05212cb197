"""The judge's side of one student process: asks, serves callbacks, believes nothing.

The wire is a small state machine. Idle: nothing may lie in the socket; what does
was sent ahead of its question. Awaiting a reply: it must carry the request's
nonce. Serving a callback: the judge may ask again, to a bounded depth.
"""

import contextlib
import fcntl
import os
import secrets
import socket
from collections.abc import Callable
from typing import Any, Final

import msgspec
import torch

from grader.model.exercise import Limits
from grader.model.message import Message
from grader.sandbox.clock import BirthWait, CheckClock
from grader.sandbox.faults import ExerciseFault, GraderFault, StudentError, StudentFault, text_of
from grader.sandbox.handle import Handle, HandleMisuseError
from grader.sandbox.link import Link, NeedStudent
from grader.sandbox.verdict import fault_of, memory_fault
from grader.wire import jobs, messages
from grader.wire.arguments import Refer, pack
from grader.wire.decode import Decoder
from grader.wire.frames import MAX_BODY, Buffer, Channel, FrameError, PeerClosedError
from grader.wire.messages import NONCE_BYTES, CallbackCall, Frame, Packed, Raised, Reply, Value
from grader.wire.values import RefNode, TensorHead, WireValueError

MAX_CALLBACK_DEPTH: Final = 8
MAX_CALLBACK_CALLS: Final = 100_000
OUTPUT_BYTES: Final = 64 * 2**10
RECEIVED_FACTOR: Final = 4
"""What a submission may send in one check, in multiples of the memory that it may use: the judge keeps some of it."""
_GRACE: Final = 2.0
_MRO, _NAME, _MESSAGE, _FRAMES, _LINE = 50, 200, 4_000, 20, 300  # what an honest process sends of an exception
_F_ADD_SEALS: Final = 1033
_SEALS: Final = 0x0001 | 0x0002 | 0x0004  # no more seals, no shrinking, no growing: fcntl(2)


class StudentProcess:
    """One student process and its wire.

    Args:
        link: starts and ends it.
        need: what kind of process.
        clock: the check's clock.
        limits: the check's limits.
        refer: what of an argument is no copy.
        call_back: runs a callback: its number, args, kwargs.
        make_handle: makes the stand-in for an object over there.
        arrived: told of each tensor that came.
        is_witness: it runs the reference beside the submission; its failures are the exercise's.
    """

    def __init__(
        self,
        link: Link,
        need: NeedStudent,
        clock: CheckClock,
        limits: Limits,
        refer: Refer,
        call_back: Callable[[int, tuple[Any, ...], dict[str, Any]], Any],
        make_handle: Callable[["StudentProcess", RefNode], Any],
        arrived: Callable[[torch.Tensor, TensorHead], None],
        *,
        is_witness: bool = False,
    ) -> None:
        self._is_witness = is_witness
        self._link = link
        self._limits = limits
        self._refer = refer
        self._call_back = call_back
        self._make_handle = make_handle
        self._arrived = arrived
        self._depth = 0
        self._calls = 0
        self.loaded = False
        self.answers = 0
        self._ahead: tuple[bytes, ...] = ()
        self.incidents: list[str] = []
        self._may_call_back = True
        self._alive = True
        self._ended_by: BaseException | None = None
        ours, theirs = socket.socketpair()
        self._output = _output_file()
        with theirs:
            try:
                started = link.start(need, theirs.fileno(), self._output)
            except BaseException:
                os.close(self._output)
                ours.close()
                raise
        self._number = started.number
        self.work = started.work
        # The deepest first, or what is left of it would stay.
        self._folders = [f"{name.rstrip('/')}/" for name in sorted(started.folders, key=len, reverse=True)]
        self._watch = clock.watch(started.pid, started.work)
        self._received = 0
        # Whoever sends an answer has it in memory first, so what is larger is a lie.
        self._channel = Channel(ours, wait=BirthWait(clock.still), max_body=min(MAX_BODY, limits.memory))
        try:
            self.hello = self._greeting()
        except BaseException:
            self.close()
            raise
        # Until it is confined and asked, its time is ours.
        self._watch.restart()
        self._channel.wait = self._watch

    def _greeting(self) -> jobs.Hello:
        try:
            head, _ = self._channel.receive()
            hello = jobs.decode_hello(head)
        except (PeerClosedError, FrameError, msgspec.ValidationError, msgspec.DecodeError):
            ended = self.end()
            raise GraderFault(f"a student process ended before the submission had a part in it: {ended}") from None
        if hello.fault:
            raise GraderFault(f"a student process could not be confined: {hello.fault}")
        return hello

    def ask(self, build: Callable[[bytes], messages.Request], body: list[Buffer] | None = None) -> Any:
        """Send a request and return its answer's value.

        Args:
            build: makes the request from a fresh nonce.
            body: buffers that go with it.

        Raises:
            StudentError: the submission's code raised.
            StudentFault: its process died, reached a limit, or broke the protocol.
        """
        if self._ended_by is not None:
            # What the check does on its way out, in a `finally`, cannot hide what it came from.
            raise self._ended_by
        if not self._alive:
            raise GraderFault("a request to a process that has ended")
        try:
            return self._exchange(build, body or [])
        except StudentError as error:
            if self._is_witness:
                raise ExerciseFault(f"the reference solution failed: {error}") from error
            raise
        except StudentFault as fault:
            self._ended_by = fault
            if self._is_witness:
                self._ended_by = ExerciseFault(f"the reference solution failed: {fault}")
                raise self._ended_by from fault
            raise
        except GraderFault as fault:
            self._ended_by = fault  # a late answer to this question must not be taken for an early one to the next
            raise

    def _exchange(self, build: Callable[[bytes], messages.Request], body: list[Buffer]) -> Any:
        try:
            if self._channel.is_readable():
                self._early()
            nonce = secrets.token_bytes(NONCE_BYTES)
            self._send(build(nonce), body)
            return self._await(nonce)
        except PeerClosedError:
            raise self._death() from None
        except (FrameError, WireValueError, msgspec.ValidationError, msgspec.DecodeError, RecursionError) as error:
            raise self._broken(f"malformed bytes on the wire: {error}") from None

    def _send(self, request: messages.Request, body: list[Buffer]) -> None:
        try:
            # What goes ahead is `Begin`, which takes the new output file along.
            descriptors = [self._output] if self._ahead else []
            self._channel.send(messages.encode(request), body, descriptors, ahead=self._ahead)
            self._ahead = ()
        except FrameError as error:
            raise TypeError(f"the arguments cannot travel to the student's process: {error}") from None

    @property
    def is_usable(self) -> bool:
        """Whether it can be asked something."""
        return self._alive and self._ended_by is None

    def arguments(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Packed, list[Buffer]]:
        """Pack the arguments of a call. Raises TypeError where one cannot travel: the check's fault."""
        try:
            return pack(args, kwargs, self._refer)
        except WireValueError as error:
            raise TypeError(str(error)) from error

    def end(self) -> str:
        """Kill and reap the process; return how it ended, in words for a log."""
        if not self._alive:
            return "ended"
        self._alive = False
        self._watch.forget()
        self._channel.close()
        return f"exit status {self._link.end(self._number, 0.0).ended.status}"

    def close(self) -> None:
        """End the process and let go of its output."""
        with contextlib.suppress(GraderFault):  # the zygote has gone, and the process with it
            self.end()
        if self._output >= 0:
            os.close(self._output)
            self._output = -1

    def begin(self, seed: int) -> None:
        """Another check begins, or the check itself after the import: nothing was answered, sent or printed yet.

        The process hears of it with the next request, and gets a new output file: offset and flags of one that it has
        had are ours as well, and would outlast the check without a byte written.

        Args:
            seed: for the random number generators over there.
        """
        self._ahead = (messages.encode(messages.Begin(seed)),)
        self.answers = self._calls = self._received = 0
        os.close(self._output)
        self._output = _output_file()

    def is_settled(self) -> bool:
        """Ask whether all that the submission could keep is as after its import; False where it cannot say.

        Who lies gains nothing: each check has one verdict, wherever it runs.
        """
        self._may_call_back = False
        try:
            return self.ask(messages.Settled) is True
        except StudentFault as fault:
            self.incidents += [fault.incident] * bool(fault.incident)
            return False
        except StudentError:
            return False
        finally:
            self._may_call_back = True

    def printed(self) -> bytes:
        """Return what was printed since `begin`, as if this had been the student's own folder."""
        return self._at_home(self._printed().decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")

    def _printed(self) -> bytes:
        if self._output < 0 or not os.fstat(self._output).st_blocks:  # no page of it was ever written to
            return b""
        return os.pread(self._output, OUTPUT_BYTES, 0).rstrip(b"\0")

    def _await(self, nonce: bytes) -> Any:
        while True:
            head, body = self._channel.receive()
            self._received += len(head) + len(body)
            if self._received > RECEIVED_FACTOR * self._limits.memory:
                self.end()
                raise memory_fault(self._limits)
            reply: Reply = messages.decode_reply(head)
            if not secrets.compare_digest(reply.nonce, nonce):
                raise self._broken("an answer that does not belong to the question")
            if isinstance(reply, Raised):
                self.answers += 1
                raise self._error(reply)
            decoder = Decoder(reply.tensors, body, lambda node: self._make_handle(self, node), self._arrived)
            value = decoder.decode(reply.node)
            if isinstance(reply, Value):
                # A handle or None says nothing that a check could compare.
                self.answers += value is not None and not isinstance(value, Handle)
                return value
            self.answers += 1
            self._serve(reply, value)

    def _serve(self, call: CallbackCall, value: Any) -> None:
        self._calls += 1
        if not self._may_call_back:
            raise self._broken("a callback where no check had asked")
        if self._depth >= MAX_CALLBACK_DEPTH or self._calls > MAX_CALLBACK_CALLS:
            raise self._broken("callbacks nested too deeply, or too many of them")
        match value:
            case (tuple() as args, dict() as kwargs) if all(type(key) is str for key in kwargs):
                pass
            case _:
                raise self._broken("a callback without arguments")
        self._depth += 1
        try:
            self._send(*self._run_callback(call, args, kwargs))
        except (PeerClosedError, FrameError):
            raise
        except BaseException as error:  # whatever is raised here, over there somebody waits for an answer
            self._abandon(error)
            raise
        finally:
            self._depth -= 1

    def _run_callback(
        self, call: CallbackCall, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> tuple[messages.Request, list[Buffer]]:
        try:
            result = self._call_back(call.number, args, kwargs)
        except Exception as error:
            if type(error).__module__ != "builtins" or isinstance(error, AssertionError):
                raise
            # A builtin exception is part of what the check injects: it goes to the submission.
            return messages.CallbackRaised(call.nonce, type(error).__name__, text_of(error)[:_MESSAGE]), []
        if not self._alive:
            raise HandleMisuseError("the check has ended the process in the middle of a callback")
        packed, body = self.arguments((result,), {})
        return messages.CallbackResult(call.nonce, packed), body

    def _abandon(self, reason: BaseException) -> None:
        """End the process in the middle of a callback: it would wait for an answer that does not come."""
        self._ended_by = reason
        self.end()

    def _error(self, reply: Raised) -> BaseException:
        frames = tuple(
            Frame(frame.file[:_NAME], frame.line, frame.function[:_NAME], frame.text[:_LINE])
            for frame in reply.frames[:_FRAMES]
        )
        # Bounded here again, before an author's expression is searched in it: over there nobody keeps to anything.
        error = StudentError(
            tuple(name[:_NAME] for name in reply.mro[:_MRO]), self._at_home(reply.message[:_MESSAGE]), frames
        )
        return memory_fault(self._limits) if error.is_memory else error

    def _at_home(self, text: str) -> str:
        """Return a text without the names of private folders, which say nothing and are others each time."""
        for folder in self._folders:
            text = text.replace(folder, "")
        return text

    def _early(self) -> None:
        """Something lies in the socket although nothing was asked: an end, or an attack."""
        self._channel.receive()
        raise self._broken("an answer ahead of its question")

    def _death(self) -> StudentFault:
        self._alive = False
        self._watch.forget()
        self._channel.close()
        last = self._link.end(self._number, _GRACE)
        if last.starved:
            return memory_fault(self._limits)
        return fault_of(last.ended, self._limits, self._watch.resident_at_birth)

    def _broken(self, incident: str) -> StudentFault:
        self.end()
        return StudentFault("crashed", Message(id="interfered"), incident=incident)


def _output_file() -> int:
    """Return a new output file's descriptor: memory of fixed size, whatever is tried with it over there."""
    descriptor = os.memfd_create("output", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    os.ftruncate(descriptor, OUTPUT_BYTES)
    fcntl.fcntl(descriptor, _F_ADD_SEALS, _SEALS)
    return descriptor
