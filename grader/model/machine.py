"""What every process needs of the machine: a null device, for the streams that it must not have.

Where somebody has replaced it by a file, a process would read what others wrote there, or not start at all, and it
would look as if the exercise were at fault.
"""

import os
import stat
import sys
from typing import Final

from grader.errors import EnvironmentFault, Sentence, say

COMMAND: Final = "rm -f /dev/null; mknod -m 666 /dev/null c 1 3"
_LINUX: Final = (1, 3)  # null(4)


def null_fault(path: str | None = None) -> Sentence | None:
    """Return what is wrong with the null device, None where it is what it should be.

    Args:
        path: where it is; the system's own by default.
    """
    path = path or os.devnull
    try:
        found = os.stat(path)  # noqa: PTH116 -- Windows' `nul` is no path
    except OSError as error:
        return say("{path} cannot be looked at: {reason}", path=path, reason=error.strerror)
    if not stat.S_ISCHR(found.st_mode):
        return say("{path} is no device", path=path)
    if sys.platform == "linux" and (os.major(found.st_rdev), os.minor(found.st_rdev)) != _LINUX:
        return say("{path} is another device", path=path)
    if not os.access(path, os.R_OK | os.W_OK):
        return say("{path} cannot be read and written", path=path)
    return None


def require_null() -> None:
    """Refuse to start processes where the null device is broken.

    Raises:
        EnvironmentFault: says what is wrong, and how it is mended.
    """
    fault = null_fault()
    if fault is not None:
        raise EnvironmentFault(
            say("This machine's null device is broken: {fault}.", fault=fault),
            advice=say("As root: {command}", command=COMMAND),
        )
