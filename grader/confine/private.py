"""Where the grader puts its own small copies: in memory, where the machine has a file system for that.

A class of a thousand means ten thousand files that are made, read once and removed. On a disk with a journal each of
them is looked for among those that were removed lately (`recently_deleted` in the kernel's `fs/ext4/ialloc.c`), so that
the more a grader has graded, the longer a copy takes: a tenth of all its computing, after some hundred submissions.
"""

import functools
import os
import tempfile
from typing import Final

_MEMORY: Final = "/dev/shm"  # noqa: S108 -- made private below, as in any other temporary folder
_LEAST: Final = 2**30
"""Free bytes from which it is taken: a container has often 64 MiB there, and a submission may be that large."""

_USUAL: Final = "/tmp"  # noqa: S108 -- only compared
"""Who has another temporary folder, by `TMPDIR` say, has chosen it."""


def home() -> str:
    """Return the folder in which private copies are made: in memory if possible, else the temporary folder."""
    temporary = tempfile.gettempdir()
    return _MEMORY if temporary == _USUAL and _is_in_memory(_MEMORY) else temporary


@functools.cache
def _is_in_memory(folder: str) -> bool:
    """Tell whether this is a file system in memory with room, in which we may write. See proc_pid_mounts(5)."""
    try:
        with open("/proc/self/mounts", encoding="utf-8", errors="replace") as mounts:  # noqa: PTH123
            kinds = [fields[2] for fields in map(str.split, mounts) if fields[1:2] == [folder]]
        room = os.statvfs(folder)
    except OSError:
        return False
    is_free = room.f_bavail * room.f_frsize >= _LEAST
    return kinds[-1:] == ["tmpfs"] and is_free and os.access(folder, os.W_OK | os.X_OK)
