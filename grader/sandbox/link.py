"""The judge's line to its parent, which starts and ends student processes and keeps what is known."""

from collections.abc import Callable
from typing import TypeAlias

import msgspec

from grader.fork.messages import Ended
from grader.sandbox.faults import ExerciseFault, GraderFault
from grader.wire.frames import Channel, FrameError, PeerClosedError


class NeedStudent(msgspec.Struct, tag="need", array_like=True, frozen=True):
    """Start a student process; its wire and its output file come along as descriptors.

    Attributes:
        reference: run the reference solution instead of the submission.
        code: with the submission's files.
        inside: able to import `inside`.
        work: number of the work folder, made when it is new; the judge gives no number twice.
        seed: for the random number generators during the import.
        kept: the judge keeps it for later gradings. Only of the reference: what a submission ran in ends with it.
        left: number of the work folder that the check used before, 0 for none: no process is in it any more, and it is
            removed.
        keep: files of it that are copied into the new one.
    """

    reference: bool
    code: bool
    inside: bool
    work: int
    seed: int
    kept: bool = False
    left: int = 0
    keep: tuple[str, ...] = ()


class EndStudent(msgspec.Struct, tag="end", array_like=True, frozen=True):
    """Kill the process, if it has not ended by itself within `grace` seconds."""

    number: int
    grace: float


class LeaveWork(msgspec.Struct, tag="leave", array_like=True, frozen=True):
    """Remove this work folder: no process is in it any more, and none comes back to it."""

    work: int


class StillWaiting(msgspec.Struct, tag="still", array_like=True, frozen=True):
    """The judge waits for a submission, whose own limits end that."""


class CheckStarted(msgspec.Struct, tag="started", array_like=True, frozen=True):
    """The judge turns to this check."""

    name: str


class CheckDone(msgspec.Struct, tag="done", array_like=True, frozen=True):
    """The verdict on a check: an `Outcome` as JSON."""

    outcome: bytes


class WrittenRead(msgspec.Struct, tag="written", array_like=True, frozen=True):
    """An answer in words, read from the source: its text, or why there is none."""

    name: str
    text: str
    message: str


class AllDone(msgspec.Struct, tag="all", array_like=True, frozen=True):
    """Every check of the job has its verdict; `as_new` where this judge can take another job."""

    as_new: bool


ToParent: TypeAlias = (
    NeedStudent | EndStudent | LeaveWork | StillWaiting | CheckStarted | CheckDone | WrittenRead | AllDone
)


class DoJob(msgspec.Struct, tag="job", array_like=True, frozen=True):
    """What to judge: an encoded `JudgeJob`."""

    job: bytes


class StudentStarted(msgspec.Struct, tag="pid", array_like=True, frozen=True):
    """The process runs; `work` is its work folder, `folders` are all those that were made for this grading."""

    number: int
    pid: int
    work: str
    folders: tuple[str, ...] = ()


class StudentEnded(msgspec.Struct, tag="ended", array_like=True, frozen=True):
    """How the process ended; `starved` where the kernel killed it for want of memory."""

    number: int
    ended: Ended
    starved: bool


class Refused(msgspec.Struct, tag="refused", array_like=True, frozen=True):
    """The parent could not do what was asked: a fault of the grader, or of the exercise."""

    reason: str
    of_exercise: bool = False


ToJudge: TypeAlias = DoJob | StudentStarted | StudentEnded | Refused

encode = msgspec.msgpack.Encoder().encode
decode_to_parent = msgspec.msgpack.Decoder(ToParent).decode
_decode_to_judge: Callable[[bytes], ToJudge] = msgspec.msgpack.Decoder(ToJudge).decode


class Link:
    """The judge's end."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._held: list[bytes] = []

    def next_job(self) -> bytes | None:
        """Wait for a job; return None where the parent has no more."""
        try:
            head, _ = self._channel.receive()
        except PeerClosedError:
            return None
        order = _decode_to_judge(head)
        if not isinstance(order, DoJob):
            raise GraderFault("the parent answered out of turn")
        return order.job

    def tell(self, message: ToParent) -> None:
        """Send a message that has no answer."""
        held, self._held = self._held, []
        self._channel.send(encode(message), ahead=held)

    def tell_soon(self, message: ToParent) -> None:
        """Send a message that has no answer together with the next one, which follows at once."""
        self._held.append(encode(message))

    def start(self, need: NeedStudent, wire: int, output: int) -> StudentStarted:
        """Have a student process started.

        Raises:
            GraderFault: it could not be.
        """
        answer = self._ask(need, [wire, output])
        if not isinstance(answer, StudentStarted):
            raise GraderFault("the parent answered out of turn")
        return answer

    def end(self, number: int, grace: float) -> StudentEnded:
        """Have a student process ended; it is reaped when this returns."""
        answer = self._ask(EndStudent(number, grace), [])
        if not isinstance(answer, StudentEnded):
            raise GraderFault("the parent answered out of turn")
        return answer

    def _ask(self, message: ToParent, descriptors: list[int]) -> ToJudge:
        held, self._held = self._held, []
        try:
            if held and descriptors:  # these pass with the first byte, which is not of this message
                *ahead, last = held
                self._channel.send(last, ahead=ahead)
                held = []
            self._channel.send(encode(message), descriptors=descriptors, ahead=held)
            head, _ = self._channel.receive()
        except (PeerClosedError, FrameError) as error:
            raise GraderFault("the judge lost its parent") from error
        answer = _decode_to_judge(head)
        if isinstance(answer, Refused):
            raise ExerciseFault(answer.reason) if answer.of_exercise else GraderFault(answer.reason)
        return answer
