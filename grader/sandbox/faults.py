"""What can end a request besides an answer.

A submission's exception is an ordinary exception, which a check may expect. The
death of its process, a limit and a broken wire derive from `BaseException`: no
`raises(Exception)` and no `except Exception` in a check mistakes them for the
expected error.
"""

import re
from typing import Literal

from grader.model.message import Message
from grader.wire.messages import Frame

_NO_MEMORY = re.compile(r"can't allocate memory|not enough memory|bad_alloc|out of memory", re.IGNORECASE)


class StudentError(Exception):
    """The submission's code raised.

    Attributes:
        mro: class names of the exception, most derived first; only names travel.
        message: its text, bounded.
        frames: its traceback, only of the submission's and `inside`'s files.
        loading: whether while the submission was imported.
    """

    def __init__(
        self, mro: tuple[str, ...], message: str, frames: tuple[Frame, ...] = (), *, loading: bool = False
    ) -> None:
        super().__init__(f"{mro[0] if mro else 'Exception'}: {message}")
        self.mro = mro
        self.message = message
        self.frames = frames
        self.loading = loading

    @property
    def type_name(self) -> str:
        """The name of the exception's class."""
        return self.mro[0] if self.mro else "Exception"

    @property
    def is_memory(self) -> bool:
        """Whether it says that no memory was left."""
        return "MemoryError" in self.mro or ("RuntimeError" in self.mro and bool(_NO_MEMORY.search(self.message)))

    def traceback(self) -> str:
        """Return the frames as text, innermost last."""
        return "\n".join(
            f"{frame.file}, line {frame.line}, in {frame.function}\n    {frame.text}" for frame in self.frames
        )


class StudentFault(BaseException):
    """The student process can answer no more.

    Attributes:
        status: what the check ends with.
        message: a sentence for the student.
        said: the same as id and facts, where it was given so.
        incident: a sentence for the instructor alone, where something hostile happened.
        loading: whether while the submission was imported.
        doubtful: whether somebody else may have ended it: the machine when it ran out of memory, an operator.
    """

    def __init__(
        self,
        status: Literal["timeout", "memory", "crashed"],
        message: str | Message,
        *,
        incident: str = "",
        loading: bool = False,
        doubtful: bool = False,
    ) -> None:
        super().__init__(str(message))
        self.status = status
        self.message = str(message)
        self.said = message if isinstance(message, Message) else None
        self.incident = incident
        self.loading = loading
        self.doubtful = doubtful


class ExerciseFault(BaseException):
    """The exercise cannot be judged as it is: its reference does not answer, what it preloads cannot be imported."""


class GraderFault(BaseException):
    """The grader's own machinery failed: never held against a submission."""


def text_of(error: BaseException) -> str:
    """Return an exception's text, which what it holds may refuse to give: an integer beyond what Python writes out."""
    try:
        return str(error).encode("utf-8", "replace").decode()
    except Exception:  # noqa: BLE001 -- whatever a value raises when it is asked for its text
        return "(its text cannot be shown)"
