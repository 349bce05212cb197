"""Files of a folder that somebody else filled, opened so that no name in it leads anywhere else.

Every step from the folder down is opened relative to the one before and without
following links (`openat(2)`, O_NOFOLLOW), so that a link put in place between a
look and an open gains nothing. A pipe must not be opened to find out that it is
one, for that would wait; hence the look first, and O_NONBLOCK for what is put in
its place after it.
"""

import errno
import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from grader.model.submission import SubmittedFile
from grader.submission.problems import Problem, ProblemKind, readable_size

_CHUNK = 1 << 20
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC


@contextmanager
def open_folder(path: Path) -> Iterator[int]:
    """Open a folder that is no link, as a descriptor.

    Raises:
        Problem: where it is a link, no folder, or cannot be read.
    """
    try:
        descriptor = os.open(path, _FOLDER)
    except OSError as error:
        kind = _kind(error)
        raise Problem("no_folder" if kind == "link" else kind, path.name, reason=error.strerror or "") from None
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def _parent(root: int, path: PurePosixPath) -> Iterator[int]:
    """Open the folder that holds `path`, from `root` down."""
    descriptor = os.dup(root)
    try:
        for part in path.parts[:-1]:
            below = os.open(part, _FOLDER, dir_fd=descriptor)
            os.close(descriptor)
            descriptor = below
        yield descriptor
    finally:
        os.close(descriptor)


def names_in(root: int, path: str = "") -> list[tuple[str, bool]]:
    """List a folder below `root`: each name, and whether it is a folder (a link is none). Empty if it cannot be."""
    try:
        with _parent(root, PurePosixPath(path, "-")) as folder, os.scandir(folder) as entries:
            return [(entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries]
    except OSError:
        return []


def is_there(root: int, path: str) -> bool:
    """Tell whether something lies at `path` below `root`, be it a link."""
    pure = PurePosixPath(path)
    try:
        with _parent(root, pure) as folder:
            os.stat(pure.name, dir_fd=folder, follow_symlinks=False)
    except OSError:
        return False
    return True


@contextmanager
def open_file(root: int, path: str) -> Iterator[BinaryIO]:
    """Open one regular file below `root` for reading, unbuffered.

    Raises:
        Problem: where it is missing, no regular file, or cannot be read.
    """
    source = PurePosixPath(path)
    try:
        with _parent(root, source) as folder:
            _require_regular(os.stat(source.name, dir_fd=folder, follow_symlinks=False).st_mode, path)
            descriptor = os.open(source.name, _FILE, dir_fd=folder)
    except OSError as error:
        raise Problem(_kind(error), path, reason=error.strerror or "") from None
    with os.fdopen(descriptor, "rb", buffering=0) as file:
        _require_regular(os.fstat(descriptor).st_mode, path)
        yield file


def copy_file(root: int, path: str, into: Path, most: int) -> SubmittedFile:
    """Copy one regular file.

    Args:
        root: the descriptor of the folder it is in.
        path: relative to that, with forward slashes.
        into: the folder to copy it to, under the same relative path.
        most: bytes that it may have; a growing file is cut off by it too.

    Returns:
        The file's path, size and SHA-256, as copied.

    Raises:
        Problem: where it is missing, no regular file, too large, or cannot be read.
    """
    target = into / path
    with open_file(root, path) as file:
        try:
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with target.open("xb") as copy:
                size, digest = _copy_bytes(file, copy, most)
        except OSError as error:
            raise Problem(_kind(error), path, reason=error.strerror or "") from None
    if size > most:
        target.unlink()
        raise Problem("large", path, limit=readable_size(most))
    return SubmittedFile(path=path, size=size, digest=digest)


def make_folder(root: int, parts: Sequence[str]) -> None:
    """Make the folders on a way down from `root`, for this user alone; those that are there stay.

    Raises:
        OSError: where one cannot be made, or something else stands in its place.
    """
    os.close(_made(root, parts))


def write_file(root: int, parts: Sequence[str], content: bytes | bytearray) -> None:
    """Write a new file below `root`, and the folders on its way, for this user alone.

    Args:
        root: the descriptor of the folder to write to.
        parts: the way down to the file, each a plain name.
        content: all of it.

    Raises:
        OSError: where it cannot be written, or something is there already.
    """
    folder = _made(root, parts[:-1])
    try:
        descriptor = os.open(parts[-1], _NEW, 0o600, dir_fd=folder)
    finally:
        os.close(folder)
    with os.fdopen(descriptor, "wb", buffering=0) as file:
        left = memoryview(content)
        while left:
            left = left[file.write(left) or 0 :]


def _made(root: int, parts: Sequence[str]) -> int:
    """Return the descriptor of a folder below `root`, made where it was not there."""
    descriptor = os.dup(root)
    try:
        for part in parts:
            with suppress(FileExistsError):
                os.mkdir(part, 0o700, dir_fd=descriptor)
            below = os.open(part, _FOLDER, dir_fd=descriptor)
            os.close(descriptor)
            descriptor = below
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _copy_bytes(source: BinaryIO, target: BinaryIO, most: int) -> tuple[int, str]:
    """Copy until the end or just past `most`; return how many bytes were read, and their SHA-256."""
    digest = hashlib.sha256()
    size = 0
    while size <= most and (chunk := source.read(min(_CHUNK, most + 1 - size))):
        size += len(chunk)
        digest.update(chunk)
        target.write(chunk)
    return size, digest.hexdigest()


def _require_regular(mode: int, path: str) -> None:
    if stat.S_ISLNK(mode):
        raise Problem("link", path)
    if stat.S_ISDIR(mode):
        raise Problem("folder", path)
    if not stat.S_ISREG(mode):
        raise Problem("special", path)


def _kind(error: OSError) -> ProblemKind:
    if error.errno == errno.ENOENT:
        return "missing"
    if error.errno in {errno.ELOOP, errno.ENOTDIR}:  # a link, or a step that is no folder
        return "link"
    if error.errno in {errno.ENXIO, errno.ENODEV}:
        return "special"
    return "unreadable"
