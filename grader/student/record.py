"""Which lines of the submission run, and in which order: for the coverage of a reference solution, in audits alone.

A process like this one is killed, so nothing can be written at its end: each step
from one line to the next is written when it is first seen. What is written is the
format of coverage.py's arcs: a number below zero is the entry to, or the exit from,
the code object that starts at that line.
"""

import os
import sys
import threading
from collections.abc import Callable
from dis import opmap
from types import CodeType, FrameType
from typing import Any, Final

Tracer = Callable[[FrameType, str, Any], Any]

_RESUME: Final = opmap["RESUME"]
_YIELD_VALUE: Final = opmap["YIELD_VALUE"]


class Recorder:
    """Writes `FILE line line` for each new step in a file below `folder`.

    Args:
        descriptor: an open file, in append mode where several processes share it.
        folder: the submission.
    """

    def __init__(self, descriptor: int, folder: str) -> None:
        self._descriptor = descriptor
        self._folder = folder.rstrip("/") + "/"
        self._seen: set[tuple[str, int, int]] = set()

    def trace(self, frame: FrameType, event: str, arg: Any) -> Tracer | None:
        """Follow a frame of the submission, and no other. What `sys.settrace` wants."""
        del event, arg
        code = frame.f_code
        if not code.co_filename.startswith(self._folder):
            return None
        name = code.co_filename.removeprefix(self._folder)
        last = frame.f_lineno if _resumes(frame) else -code.co_firstlineno

        def step(frame: FrameType, event: str, _arg: Any) -> Tracer:
            nonlocal last
            if event == "line":
                self._note(name, last, frame.f_lineno)
                last = frame.f_lineno
            elif event == "return" and not _yields(frame):
                self._note(name, last, -frame.f_code.co_firstlineno)
            return step

        return step

    def _note(self, name: str, before: int, after: int) -> None:
        if (name, before, after) not in self._seen:
            self._seen.add((name, before, after))
            os.write(self._descriptor, f"{name}\t{before}\t{after}\n".encode())


def start(descriptor: int, folder: str) -> None:
    """Record this process from now on, in all of its threads."""
    recorder = Recorder(descriptor, folder)
    threading.settrace(recorder.trace)
    sys.settrace(recorder.trace)


def _resumes(frame: FrameType) -> bool:
    """Whether a generator goes on, instead of a call beginning: RESUME tells by its argument."""
    at = frame.f_lasti
    code: CodeType = frame.f_code
    return at >= 0 and code.co_code[at] == _RESUME and code.co_code[at + 1] != 0


def _yields(frame: FrameType) -> bool:
    """Whether a frame only pauses."""
    return frame.f_lasti >= 0 and frame.f_code.co_code[frame.f_lasti] == _YIELD_VALUE
