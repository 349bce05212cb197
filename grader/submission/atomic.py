"""Files that appear whole or not at all, and what a file may take the place of."""

import fcntl
import os
import re
import secrets
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from grader.errors import Sentence, UsageError, say
from grader.model.clean import clean_line

_ENDING: Final = ".tmp"
_DESCRIPTOR: Final = re.compile(r"/(?:dev/fd|proc/self/fd)/(\d{1,9})")
_STREAMS: Final = {"/dev/stdin": 0, "/dev/stdout": 1, "/dev/stderr": 2}


@contextmanager
def atomic_writer(path: Path) -> Iterator[BinaryIO]:
    """Open a file that takes the place of `path` when the block ends well, and vanishes when it does not.

    The content is on disk before the name is, so that a reader, or a crash, finds
    the old file or the new one. A link to a file is replaced, not followed: what it
    leads to stays as it was. `/dev/stdout` and `/dev/fd/N`, as a shell's `>(...)` has
    it, are written to as they are.

    Raises:
        UsageError: something stands there that is no file, see `require_file`.
    """
    require_file(path)
    descriptor = own_descriptor(path)
    if descriptor is not None:
        with os.fdopen(os.dup(descriptor), "wb") as stream:
            yield stream
        return
    with new_file(path.parent, f".{path.name}.") as (temporary, file):
        yield file
        file.flush()
        os.fsync(file.fileno())
        require_file(path)  # once more: a lot of time may have passed
        temporary.replace(path)
        sync_folder(path.parent)


@contextmanager
def new_file(folder: Path, prefix: str) -> Iterator[tuple[Path, BinaryIO]]:
    """Yield a new file under a name of its own, removed at the end where it still has that name.

    It is held as long as it is open, see `grader.confine.holding`; those that killed processes left are removed.

    Args:
        folder: where.
        prefix: what the name begins with; nobody else's may.
    """
    _sweep(folder, prefix)
    while True:
        path = folder / f"{prefix}{secrets.token_hex(8)}{_ENDING}"
        with path.open("xb") as file:
            if not _is_held(file) or not path.exists():  # somebody takes it for a dead one's
                continue
            try:
                yield path, file
            finally:
                path.unlink(missing_ok=True)
            return


def _is_held(file: BinaryIO) -> bool:
    """Hold a new file; False where somebody else does."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True  # no locks here: nobody will sweep either
    return True


def _sweep(folder: Path, prefix: str) -> None:
    """Remove the files that processes were writing when they were killed."""
    unfinished = re.compile(re.escape(prefix) + "[0-9a-f]{16}" + re.escape(_ENDING))
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if unfinished.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                _remove_unheld(entry.path)


def _remove_unheld(path: str) -> None:
    with suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.unlink(path)  # noqa: PTH108 -- a name as scandir gave it
        finally:
            os.close(descriptor)


def write_atomically(path: Path, content: bytes) -> None:
    """Write a whole file, or leave what was there. Raises UsageError as `require_file` does."""
    with atomic_writer(path) as file:
        file.write(content)


def require_file(path: Path) -> None:
    """Refuse to write to what is no file: to replace a device, a socket or a pipe would break who uses it.

    A file may be there, a link to one, a link to nothing, or nothing. So may one of this process's own
    descriptors by its name, `/dev/stdout` say: it is open already, and is written to.

    Raises:
        UsageError: a folder, a device, a socket or a named pipe is there, or a link to one.
    """
    _require(path, stat.S_ISREG)


def require_folder(path: Path) -> None:
    """Refuse to write into what is no folder. A folder may be there, a link to one, or nothing.

    Raises:
        UsageError: something else is there.
    """
    _require(path, stat.S_ISDIR)


def _require(path: Path, is_right: Callable[[int], bool]) -> None:
    if is_right is stat.S_ISREG and own_descriptor(path) is not None:
        return
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return  # what is wrong on the way there is told by whoever writes
    except OSError:
        mode = stat.S_IFLNK  # a link in a circle
    if not is_right(mode):
        raise UsageError(
            say("{path} is {kind}: it stays as it is.", path=clean_line(str(path), 300), kind=_kind(mode)),
            advice=say("Name another path."),
        )


def _kind(mode: int) -> Sentence:
    match stat.S_IFMT(mode):
        case stat.S_IFREG:
            return say("a file")
        case stat.S_IFDIR:
            return say("a folder")
        case stat.S_IFLNK:
            return say("a link that leads nowhere")
        case stat.S_IFIFO:
            return say("a pipe")
        case stat.S_IFSOCK:
            return say("a socket")
    return say("a device")


def own_descriptor(path: Path) -> int | None:
    """Return which of this process's own descriptors a path names, None where it is an ordinary path."""
    found = _DESCRIPTOR.fullmatch(str(path))
    return int(found[1]) if found else _STREAMS.get(str(path))


def sync_folder(folder: Path) -> None:
    """Put the names in a folder on disk, as `fsync(2)` of a file does not."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
