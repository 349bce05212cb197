"""The student processes of one check, or of several checks that share one."""

import functools
import itertools
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import FunctionType
from typing import Any, Final

import torch

from grader.model.exercise import Limits
from grader.sandbox.clock import CheckClock
from grader.sandbox.faults import StudentError, StudentFault
from grader.sandbox.handle import Handle, HandleMisuseError, number_of, owner_of
from grader.sandbox.link import LeaveWork, Link, NeedStudent, StillWaiting
from grader.sandbox.process import StudentProcess
from grader.wire import messages
from grader.wire.jobs import Hello
from grader.wire.values import RefNode, TensorHead

CHECKS_FILES: Final = ("checks.py", "visible.py")
ORIGIN = "_grader_origin"
"""Attribute of a tensor that came over the wire: its `TensorHead`."""

_works = itertools.count(1)
"""Numbers of work folders, of all sessions: no two of them share one."""


class Session:
    """Starts student processes as a check needs them and ends them when it is done.

    Args:
        link: to the parent.
        limits: of each check.
        main_file: the submission's first file, for messages.
        import_seed: seeds the generators while the submission is imported.
        reference: run the reference solution instead of the submission.
        is_witness: it stands beside the submission in one check.
        kept: its process stays from one grading to the next.
    """

    def __init__(
        self,
        link: Link,
        limits: Limits,
        main_file: str,
        import_seed: int,
        *,
        reference: bool = False,
        is_witness: bool = False,
        kept: bool = False,
    ) -> None:
        self.main_file = main_file
        self.hello: Hello | None = None
        self._link = link
        self._limits = limits
        self.import_seed = import_seed
        self._reference = reference
        self._is_witness = is_witness
        self._kept = kept
        self._clock = CheckClock(limits, partial(link.tell, StillWaiting()))
        self._process: StudentProcess | None = None
        self._blank: StudentProcess | None = None
        self._left_work = False
        self._work_number, self._blank_work = next(_works), 0
        self._callbacks: dict[int, Callable[..., Any]] = {}
        self._numbers = itertools.count(1)
        self._seed = 0
        self._code = self._inside = True
        self._load_fault: BaseException | None = None
        self._imported = b""
        self._earlier = bytearray()
        self._observed = 0
        self._checks = 0
        self._keep: tuple[int, tuple[str, ...]] | None = None
        self.incidents: list[str] = []

    def begin(self, seed: int) -> None:
        """A check begins: in the process that there is, while that is as it was after the import, or in a new one."""
        if not self._is_as_new():
            self.renew()
        self._seed = seed
        self._callbacks.clear()
        self._earlier.clear()
        self._observed = 0
        self._code = self._inside = True
        self._clock.begin()
        self._checks += 1
        if self._process is not None:
            self._process.begin(seed)

    @property
    def cannot_load(self) -> bool:
        """Whether the import failed, which is not tried again."""
        return self._load_fault is not None

    @property
    def is_alone(self) -> bool:
        """Whether no other check has used the current process."""
        return self._checks <= 1

    @property
    def observed(self) -> int:
        """Answers of the submission in this check."""
        current = self._process.answers if self._process is not None else 0
        return self._observed + current

    def _is_as_new(self) -> bool:
        """Tell whether the next check can go on here: no file is left, and the process is as after its import."""
        if self._left_work or not (self._code and self._inside):
            return False
        process = self._process
        if process is None:
            return True
        try:
            with os.scandir(process.work) as entries:
                if not process.is_usable or next(entries, None) is not None:
                    return False
        except OSError:
            return False
        is_settled = not process.loaded or process.is_settled()
        self.incidents += process.incidents
        return is_settled

    def renew(self) -> None:
        """End the process and give up its work folder: the next check finds all as new."""
        self.close()
        self._checks = 0
        self._work_number = next(_works)

    def close(self) -> None:
        """End all processes, and let their work folder be removed."""
        if self._process is None and self._blank is None and not self._left_work:
            return
        for process in (self._process, self._blank):
            if process is not None:
                process.close()
        if self._blank is not None:
            self._link.tell_soon(LeaveWork(self._blank_work))
        self._process = self._blank = None
        self._imported = b""
        self._left_work = False
        left, _names = self._keep or (self._work_number, ())  # that of an earlier process, which none has followed yet
        self._keep = None
        self._link.tell_soon(LeaveWork(left))

    @property
    def seconds(self) -> float:
        """Wall clock since the check began."""
        return self._clock.seconds

    def forgive(self, seconds: float) -> None:
        """Leave out wall clock that was spent at a debugger's prompt."""
        self._clock.forgive(seconds)

    @property
    def root(self) -> Handle:
        """The handle of the submission's module."""
        return Handle(self.ask_handle, self._running(), 0, "module")

    @property
    def work(self) -> str:
        """The work folder."""
        return self._running().work

    def fresh(self, *, code: bool, inside: bool, keep: Sequence[str]) -> None:
        """End the process; start another in a new work folder, into which what is to be kept is copied."""
        if self._process is not None:
            self._earlier += self._printed()
            self._observed += self._process.answers
            self._process.close()
            self._process = None
            self._imported = b""
            self._left_work = True
        if self._keep is not None:  # nobody has been in the folder in between
            left, kept = self._keep
            self._keep = (left, tuple(name for name in keep if name in kept))
        elif self._left_work:
            left, self._work_number = self._work_number, next(_works)
            self._keep = (left, tuple(keep))
        self._code, self._inside = code, inside

    def load(self) -> None:
        """Import the submission, once a process.

        Raises:
            StudentError: it raised; so does every later attempt, without another import.
            StudentFault: it ended the process, or a limit was reached.
        """
        process = self._running()
        if process.loaded or not self._code:
            return
        if self._load_fault is not None:
            raise self._load_fault
        try:
            process.ask(messages.Load)
            self._imported = process.printed()
            process.begin(self._seed)
        except (StudentError, StudentFault) as error:
            error.loading = True
            if self._inside and not (isinstance(error, StudentFault) and error.doubtful):
                self._load_fault = error
            raise
        process.loaded = True

    def ask_handle(self, handle: Handle, kind: str, *details: Any) -> Any:
        """Ask an object over there; `kind` is getattr, invoke, getitem, take or len."""
        process = self._running()
        if owner_of(handle) is not process:
            raise HandleMisuseError(f"{handle!r} belonged to a process that has ended")
        target = number_of(handle)
        match kind, details:
            case "getattr", (str() as name,):
                return process.ask(lambda nonce: messages.GetAttr(nonce, target, name))
            case "take", (int() as count,):
                return process.ask(lambda nonce: messages.Take(nonce, target, count))
            case "len", ():
                return process.ask(lambda nonce: messages.Measure(nonce, target))
            case (("invoke" | "getitem"), (args, kwargs)):
                packed, body = process.arguments(args, kwargs)
                request = messages.Invoke if kind == "invoke" else messages.GetItem
                return process.ask(lambda nonce: request(nonce, target, packed), body)
        raise TypeError(f"no such question: {kind}")

    def put(self, value: Any) -> Any:
        """Keep a copy of `value` over there; return its handle."""
        process = self._running()
        packed, body = process.arguments((value,), {})
        return process.ask(lambda nonce: messages.Put(nonce, packed), body)

    def run(self, function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a function of `inside` over there."""
        if getattr(function, "__module__", None) != "inside":
            raise TypeError("student.run takes a function of inside.py: only that file exists in the student's process")
        process = self._running()
        packed, body = process.arguments((function, *args), kwargs)
        return process.ask(lambda nonce: messages.Run(nonce, packed), body)

    def seed(self, value: int) -> None:
        """Seed the generators over there."""
        process = self._running()
        process.ask(lambda nonce: messages.Seed(nonce, value))

    def callback(self, function: Callable[..., Any]) -> "CallbackArgument":
        """Register a callback."""
        # A number is never used again: an earlier check's callback that the submission kept stays void.
        number = next(self._numbers)
        self._callbacks[number] = function
        return CallbackArgument(number)

    def literal(self, name: str) -> Any:
        """Read a literal from the source, in a process that does not run it."""
        if self._blank is None:
            self._blank_work = next(_works)  # the submission's process lives, and writes where it may
            self._blank = self._start(NeedStudent(self._reference, True, False, self._blank_work, 0, self._kept))
        self.note_answer()
        return self._blank.ask(lambda nonce: messages.Literal(nonce, name))

    def note_answer(self) -> None:
        """Count what the check has seen of the submission otherwise than over the wire."""
        self._observed += 1

    def read_output(self) -> str:
        """Return what was printed since the check began, for the check itself."""
        self.note_answer()
        return self.printed()

    def printed(self) -> str:
        """Return what was printed since the check began, and when the submission was imported for it or before it."""
        return (bytes(self._earlier) + self._printed()).decode("utf-8", "replace")

    def _printed(self) -> bytes:
        return self._imported + self._process.printed() if self._process is not None else b""

    def _running(self) -> StudentProcess:
        if self._process is None:
            left, names = self._keep or (0, ())
            self._keep = None
            need = NeedStudent(
                self._reference,
                self._code,
                self._inside,
                self._work_number,
                self.import_seed,
                self._kept,
                left=left,
                keep=names,
            )
            self._process = self._start(need)
        return self._process

    def _start(self, need: NeedStudent) -> StudentProcess:
        process = StudentProcess(
            self._link,
            need,
            self._clock,
            self._limits,
            self._refer,
            self._call_back,
            self._make_handle,
            _note_origin,
            is_witness=self._is_witness,
        )
        self.hello = process.hello
        return process

    def _refer(self, value: object) -> tuple[str, int] | None:
        if isinstance(value, Handle):
            if owner_of(value) is not self._process:
                raise HandleMisuseError(f"{value!r} belonged to a process that has ended")
            return ("handle", number_of(value))
        if isinstance(value, CallbackArgument):
            return ("callback", value.number)
        if isinstance(value, type | FunctionType) and _is_of_checks(value):
            raise TypeError(
                f"`{value.__qualname__}` is defined beside the checks, which the student's process never sees: "
                "move it to inside.py"
            )
        return None

    def _call_back(self, number: int, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        function = self._callbacks.get(number)
        if function is None:
            raise ValueError("no such callback")
        return function(*args, **kwargs)

    def _make_handle(self, process: StudentProcess, node: RefNode) -> Handle:
        return Handle(self.ask_handle, process, node.number, node.type_name)


def _is_of_checks(value: type | FunctionType) -> bool:
    return _holds_checks(value.__module__)


@functools.cache
def _holds_checks(module: str) -> bool:
    file = getattr(sys.modules.get(module), "__file__", None) or ""
    return Path(file).name in CHECKS_FILES


class CallbackArgument:
    """An argument that is callable in the student's process."""

    def __init__(self, number: int) -> None:
        self.number = number


def _note_origin(tensor: torch.Tensor, head: TensorHead) -> None:
    setattr(tensor, ORIGIN, head)
