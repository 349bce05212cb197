"""A debugger on the judge's side, for authors: pdb in the check itself, at the terminal of whoever replays it.

The judge is a fork in a session of its own, without a terminal and with nothing on its
standard streams. Its parent hands it two descriptors of the terminal with the job. Reading a
terminal that is not one's controlling terminal is subject to no job control, see tty_ioctl(4)
and "job_control" of n_tty, so the judge just reads and writes.

The student's process is not debugged. It is confined as ever, has no terminal, and answers
what is asked at the prompt: `p student.net(x)` is one more request. Time at the prompt is
nobody's, so the check's clock leaves it out.
"""

import functools
import io
import os
import pdb  # noqa: T100 - this is the debugger
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any, Final

import pytest

from grader.model.clean import clean

_TEXT_LIMIT: Final = 1_000_000
_GREETING: Final = """\
The judge stops at the first line of the check, and again where the check fails. Commands of pdb:
n next line, s into a call, c continue, p EXPRESSION, u and d along the calls, q to the verdict.
"""


class _Cleaned(io.TextIOBase):
    """Writes to a terminal what a submission may have said, without what would steer it."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def writable(self) -> bool:
        """Tell that it can be written to."""
        return True

    def write(self, text: str) -> int:
        """Write text, cleaned."""
        left = clean(text, _TEXT_LIMIT).encode(errors="replace")
        while left:
            left = left[os.write(self._descriptor, left) :]
        return len(text)


class Debugger(pdb.Pdb):
    """Stops in a check and where it fails. `q` goes on to the verdict, which a debugger must not change.

    Args:
        reading: descriptor of the terminal's input.
        writing: descriptor of its output.
        folder: the exercise's; a failure is looked at where the check called what failed.
    """

    def __init__(self, reading: int, writing: int, folder: Path) -> None:
        self._out = _Cleaned(writing)
        super().__init__(
            stdin=os.fdopen(reading, encoding="utf-8", errors="replace"),
            stdout=self._out,  # type: ignore[arg-type] # typeshed asks for more than pdb uses
            nosigint=True,
            readrc=False,
        )
        self._folder = folder
        self._forgive: Callable[[float], None] = lambda _seconds: None
        self._done = self._greeted = False

    @contextmanager
    def in_check(self, item: pytest.Function, forgive: Callable[[float], None]) -> Iterator[None]:
        """Have the check that `item` runs stop at its first line.

        Args:
            item: a collected check.
            forgive: told how many seconds were spent at the prompt.
        """
        self._forgive, self._done = forgive, False
        function = item.obj
        if not self._greeted:  # a check with several cases stops in each
            self._out.write(_GREETING)
        self._greeted = True

        @functools.wraps(function)
        def stopping(*arguments: Any, **named: Any) -> Any:
            return self.runcall(function, *arguments, **named)

        item.obj = stopping
        try:
            yield
        finally:
            item.obj = function

    @property
    def is_left(self) -> bool:
        """Whether the author has gone on to the verdict."""
        return self._done

    def at_failure(self, raised: BaseException) -> None:
        """Stop where a check failed, in the innermost frame of the exercise's own."""
        trace = raised.__traceback__
        if self._done or trace is None:
            return
        self._out.write(f"\n{type(raised).__name__}: {raised}\n")
        self.reset()
        self.interaction(None, trace)

    def setup(self, f: FrameType | None, tb: TracebackType | None) -> None:
        """Look at the check's own frame first; `d` leads down to where it was raised."""
        super().setup(f, tb)
        if tb is None:
            return
        own = [n for n, (frame, _) in enumerate(self.stack) if self._is_own(frame)]
        if own:
            self.curindex = own[-1]
            self.curframe = self.stack[self.curindex][0]
            with suppress(AttributeError):  # read from the frame where it cannot be set
                self.curframe_locals = self.curframe.f_locals

    def _is_own(self, frame: FrameType) -> bool:
        return Path(frame.f_code.co_filename).is_relative_to(self._folder)

    def interaction(self, frame: FrameType | None, tb_or_exc: Any) -> None:
        """Talk to the author; the time it takes is left out of the check's."""
        began = time.monotonic()
        try:
            super().interaction(frame, tb_or_exc)
        finally:
            self._forgive(time.monotonic() - began)

    def do_quit(self, arg: str) -> bool | None:  # noqa: ARG002 - cmd.Cmd's interface
        """q(uit): go on to the verdict without another stop."""
        self._done = True
        self.set_continue()
        return True

    do_q = do_exit = do_quit

    def do_EOF(self, arg: str) -> bool | None:  # noqa: N802 - cmd.Cmd's name
        """End of input: as q."""
        self._out.write("\n")
        return self.do_quit(arg)
