"""`student`, as a check sees it: the submission, in a confined process."""

import os
import re
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from grader.confine.work import usage
from grader.model.message import Message
from grader.sandbox.faults import StudentError
from grader.sandbox.handle import Handle, type_name_of
from grader.sandbox.session import Session
from grader.sandbox.verdict import MAX_ENTRIES
from grader.sandbox.watched import FileWatch

MAX_FILES: Final = 1_000
MAX_FILE_BYTES: Final = 64 * 2**20


_LITERAL_FAULTS: Final = {
    "literal_return": re.compile(
        r"(?P<file>.+), line (?P<line>\d{1,9}): `(?P<name>.+)` must consist of one `return` .*", re.DOTALL
    ),
    "literal_value": re.compile(
        r"(?P<file>.+), line (?P<line>\d{1,9}): `(?P<name>.+)` must be a literal: .*", re.DOTALL
    ),
    "not_at_top_level": re.compile(r"(?P<file>.+) does not define `(?P<name>.+)` at its top level"),
    "unreadable_python": re.compile(r"(?P<file>.+) cannot be read as Python: (?P<reason>.*)", re.DOTALL),
}
"""The sentences of `student.literal`, which knows no messages: it runs on the untrusted side."""


class MissingNameError(AssertionError):
    """The submission does not define what the exercise asks for; `said` is the sentence as id and facts, if it has."""

    def __init__(self, message: str | Message) -> None:
        super().__init__(str(message))
        self.said = message if isinstance(message, Message) else None


class Student:
    """The submission. Its names are attributes; objects come back as handles, data by value.

    A name of the submission that is also a method here is had by `get`.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return self.get(name)

    def get(self, name: str) -> Any:
        """Return what the submission defines under `name`.

        Raises:
            MissingNameError: it defines nothing under that name.
            StudentError: importing it failed.
        """
        self._session.load()
        try:
            return self._session.ask_handle(self._session.root, "getattr", name)
        except StudentError as error:
            if "AttributeError" not in error.mro:
                raise
            raise MissingNameError(
                Message(id="not_defined", facts={"file": self._session.main_file, "name": name})
            ) from error

    def put(self, value: Any) -> Handle:
        """Make one object of a copy of `value` over there; return its handle, for identity and effects."""
        self._session.load()
        return self._session.put(value)  # type: ignore[no-any-return]

    def run(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """Call a function of `inside` with the submission's module and copies of the arguments."""
        self._session.load()
        return self._session.run(function, args, kwargs)

    def callback(self, function: Callable[..., Any]) -> Any:
        """Return an argument that is callable over there; each call runs `function` here, in the judge."""
        return self._session.callback(function)

    def literal(self, name: str) -> Any:
        """Return the literal that the submission's function `name` returns, or its constant `name` is.

        It is read from the source in a process that does not run the submission.

        Raises:
            MissingNameError: there is no such name, or it is no literal.
        """
        try:
            return self._session.literal(name)
        except StudentError as error:
            raise MissingNameError(_literal_fault(error.message)) from error

    def fresh(self, *, code: bool = True, inside: bool = True, keep: Sequence[str] = ()) -> None:
        """Kill and reap the process, then start another in a new, empty work folder.

        Args:
            code: with the submission; without, `run` passes None for it.
            inside: able to import `inside`.
            keep: names of files in the old work folder that are copied into the new one; only regular files with one
                name, and readable for their owner. Whatever else the submission left is gone.

        Raises:
            TypeError: a name in `keep` is a path.
        """
        if isinstance(keep, str) or any(not name or "/" in name or name in (".", "..") for name in keep):
            raise TypeError(f"keep takes names of files in the work folder, not {keep!r}")
        self._session.fresh(code=code, inside=inside, keep=keep)

    def seed(self, value: int) -> None:
        """Seed the random number generators over there, as `torch.manual_seed(value)` does here."""
        self._session.load()
        self._session.seed(value)

    def length(self, handle: Handle) -> int:
        """Return `len()` of an object over there."""
        return self._session.ask_handle(handle, "len")  # type: ignore[no-any-return]

    def type_name(self, value: object) -> str:
        """Return the class name of a handle's object, or of a value."""
        return type_name_of(value) if isinstance(value, Handle) else type(value).__name__

    @property
    def printed(self) -> str:
        """What was printed since the check began, capped."""
        return self._session.read_output()

    @property
    def files(self) -> dict[str, bytes]:
        """The regular files of the work folder, by relative path: bounded in number and size.

        Raises:
            MissingNameError: there are too many, or too large ones.
        """
        self._session.note_answer()
        try:
            return _read_files(self._session.work)
        except (OSError, RecursionError) as error:  # the submission has removed or closed the folder, or changes it now
            raise MissingNameError(Message(id="files_closed", facts={"count": MAX_ENTRIES})) from error

    @contextmanager
    def watching(self, name: str) -> Iterator[list[str]]:
        """Note what the kernel says of a file in the work folder while the block runs.

        Args:
            name: of the file, directly in the work folder.

        Yields:
            A list that holds, once the block is left, what happened to it in order: "created", "written", "removed",
            "moved away", "put in place" (by a rename). Under whatever name the file that is there at first is written
            to, it is "written".
        """
        self._session.note_answer()
        events: list[str] = []
        watch = FileWatch(self._session.work, name)
        try:
            yield events
            events += watch.events()
        finally:
            watch.close()


def _literal_fault(text: str) -> str | Message:
    """Return what the other process says of a literal that it cannot read, as one of the grader's sentences."""
    for name, pattern in _LITERAL_FAULTS.items():
        if found := pattern.fullmatch(text):
            facts = found.groupdict()
            return Message(id=name, facts={key: int(fact) if key == "line" else fact for key, fact in facts.items()})
    return text


def _read_files(folder: str) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    total = 0
    if not usage(folder, MAX_ENTRIES).whole:
        raise MissingNameError(Message(id="files_closed", facts={"count": MAX_ENTRIES}))
    for here, folders, names, descriptor in os.fwalk(folder, follow_symlinks=False):
        folders.sort()
        for name in sorted(names):
            path = os.path.relpath(os.path.join(here, name), folder)  # noqa: PTH118
            try:
                opened = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=descriptor)
            except OSError:
                continue
            with os.fdopen(opened, "rb") as file:
                if not stat.S_ISREG(os.fstat(opened).st_mode):
                    continue
                content = file.read(MAX_FILE_BYTES - total + 1)
            total += len(content)
            if total > MAX_FILE_BYTES or len(files) >= MAX_FILES:
                raise MissingNameError(Message(id="files_large", facts={"count": MAX_FILES, "bytes": MAX_FILE_BYTES}))
            files[path] = content
    return files
