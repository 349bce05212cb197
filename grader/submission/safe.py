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
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from grader.model.submission import SubmittedFile
from grader.submission.problems import Problem, ProblemKind, readable_size

_CHUNK = 1 << 20
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
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
    source = PurePosixPath(path)
    target = into / path
    try:
        with _parent(root, source) as folder:
            _require_regular(os.stat(source.name, dir_fd=folder, follow_symlinks=False).st_mode, path)
            descriptor = os.open(source.name, _FILE, dir_fd=folder)
        with os.fdopen(descriptor, "rb") as file:
            _require_regular(os.fstat(descriptor).st_mode, path)
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with target.open("xb") as copy:
                size, digest = _copy_bytes(file, copy, most)
    except OSError as error:
        raise Problem(_kind(error), path, reason=error.strerror or "") from None
    if size > most:
        target.unlink()
        raise Problem("large", path, limit=readable_size(most))
    return SubmittedFile(path=path, size=size, digest=digest)


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
