"""How a folder tells whether whoever made it still lives: a lock on it, which the kernel lets go with the process.

A process id would have to be read together with its start time and its namespace, since ids are used again and
containers number their own; a lock needs neither. See flock(2). No submission can take one: it would have to open the
folder, which Landlock forbids, and another user id the folder's mode; and none can undo one.
"""

import fcntl
import os
from pathlib import Path
from typing import Final

_FOLDER: Final = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


def hold(folder: Path) -> int | None:
    """Hold a folder for as long as this process lives or the descriptor is open.

    Returns:
        A descriptor; None where somebody else holds the folder, where it is not there any more, not this user's, or on
        a file system without locks.
    """
    try:
        descriptor = os.open(folder, _FOLDER)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        found = os.fstat(descriptor)
        # Whoever sweeps may have removed it between the two.
        if found.st_uid == os.geteuid() and os.path.samestat(found, folder.lstat()):
            return descriptor
    except OSError:
        pass
    os.close(descriptor)
    return None
