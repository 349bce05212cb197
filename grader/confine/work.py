"""The parent's side: look at a work folder and remove it, whatever a submission has left there.

A submission may nest folders deeper than Python recurses or a path can be long, take all rights from its own folders,
and write for as long as it is let: `RLIMIT_FSIZE` bounds one file, not their number, and no kernel bounds a folder for
an ordinary user. So the parent looks now and then, and kills. What it cannot see is a file that was removed while open;
of those there are at most as many as descriptors.
"""

import os
import secrets
import shutil
import stat
from typing import Final

import msgspec

_BLOCK: Final = 512  # the unit of st_blocks, whatever the file system's own is: inode(7)
_DEEPEST: Final = 64
_FOLDER: Final = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)


class Usage(msgspec.Struct, frozen=True):
    """What a folder holds.

    Args:
        size: bytes taken on the disk; holes take none.
        entries: files and folders.
        whole: whether everything was counted. Otherwise there are more entries than were asked for, or folders nested
            beyond all reason.
    """

    size: int
    entries: int
    whole: bool


def usage(folder: str, most_entries: int) -> Usage:
    """Count what lies beneath a folder, also while a process works in it.

    Args:
        folder: the work folder; links in it are not followed.
        most_entries: where to stop counting.

    Returns:
        The sum, or what was counted until there was too much.
    """
    size = entries = 0
    levels = [_Level(os.open(folder, _FOLDER))]
    try:
        while levels:
            entry = next(levels[-1].entries, None)
            if entry is None:
                levels.pop().close()
                continue
            entries += 1
            if entries > most_entries:
                return Usage(size, entries, whole=False)
            try:
                size += entry.stat(follow_symlinks=False).st_blocks * _BLOCK
                if entry.is_dir(follow_symlinks=False):
                    if len(levels) == _DEEPEST:
                        return Usage(size, entries, whole=False)
                    # By its name in the folder above: a whole path can be too long to be opened.
                    levels.append(_Level(os.open(entry.name, _FOLDER, dir_fd=levels[-1].descriptor)))
            except (FileNotFoundError, NotADirectoryError):
                continue  # gone since it was listed
            except OSError:
                return Usage(size, entries, whole=False)  # such as a folder that its owner closed to hide what is in it
        return Usage(size, entries, whole=True)
    finally:
        for level in levels:
            level.close()


class _Level:
    """An open folder and what is still to be looked at in it."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self.entries = os.scandir(descriptor)

    def close(self) -> None:
        self.entries.close()
        os.close(self.descriptor)


def carry(source: str, target: str, most: int, owner: int | None) -> bool:
    """Copy a file that a submission wrote into a folder that no submission has touched, with a mode of our own.

    What is no regular file, has a second name, is closed to its owner or is too large is not copied: a link leads
    elsewhere, a pipe blocks whoever opens it, a second name lets somebody write who is not there yet.

    Args:
        source: the file; no process writes to it any more.
        target: a name that does not exist.
        most: bytes.
        owner: the user and group id that it gets; None for our own.

    Returns:
        Whether it was copied.
    """
    flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | getattr(os, "O_NOFOLLOW", 0)
    try:
        descriptor = os.open(source, flags)
    except OSError:
        return False
    found = os.fstat(descriptor)
    is_plain = stat.S_ISREG(found.st_mode) and found.st_nlink == 1 and found.st_size <= most
    if not is_plain or not found.st_mode & stat.S_IRUSR:  # root could read it all the same
        os.close(descriptor)
        return False
    with os.fdopen(descriptor, "rb") as file:
        made = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(made, "wb") as copy:
            shutil.copyfileobj(file, copy)
            if owner is not None:
                os.fchown(made, owner, owner)
    return True


def sweep(folder: str) -> None:
    """Remove a folder with all that is in it, once no process works in it any more.

    Nothing here recurses or makes a long path: whatever lies deep is moved up, until all of it lies at the top.

    Args:
        folder: the work folder. It may be gone already.

    Raises:
        OSError: something could not be removed.
    """
    try:
        top = os.open(folder, _FOLDER)
    except FileNotFoundError:
        return
    lifted = f".{secrets.token_hex(8)}-"  # no name of the submission's
    count = 0
    try:
        while True:
            names = _sort_out(top)
            if not names:
                break
            for name in names:
                inner = _enter(name, top)
                try:
                    for below in _sort_out(inner):
                        # A folder that is moved has its `..` rewritten, for which it must be writable.
                        os.close(_enter(below, inner))
                        os.rename(below, f"{lifted}{count}", src_dir_fd=inner, dst_dir_fd=top)
                        count += 1
                finally:
                    os.close(inner)
                os.rmdir(name, dir_fd=top)
    finally:
        os.close(top)
    os.rmdir(folder)  # noqa: PTH106  # the caller's name for what was opened above


def _enter(name: str, parent: int) -> int:
    """Open a folder, whose owner may have taken all rights from it."""
    os.chmod(name, 0o700, dir_fd=parent)  # pathlib knows no folder's descriptor
    return os.open(name, _FOLDER, dir_fd=parent)


def _sort_out(folder: int) -> list[str]:
    """Remove the files of an open folder; return the names of its folders."""
    with os.scandir(folder) as entries:
        listed = [(entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries]
    for name, is_folder in listed:
        if not is_folder:
            os.unlink(name, dir_fd=folder)
    return [name for name, is_folder in listed if is_folder]
