"""What is done to one file of the work folder, as the kernel tells it to the judge: inotify(7).

The submission can neither forge nor suppress an event, nor does it matter by which call it writes. Not seen is what it
writes through a mapping in memory; so a check that sees new content asks how that came there.
"""

import ctypes
import os
import struct
from pathlib import Path
from typing import Final

from grader.sandbox.faults import GraderFault

_MODIFY, _MOVED_FROM, _MOVED_TO, _CREATE, _DELETE = 0x2, 0x40, 0x80, 0x100, 0x200  # inotify(7)
_OVERFLOW, _ONLY_FOLDER, _NO_LINK = 0x4000, 0x1000000, 0x2000000
_WORDS: Final = {
    _CREATE: "created",
    _MODIFY: "written",
    _DELETE: "removed",
    _MOVED_FROM: "moved away",
    _MOVED_TO: "put in place",
    _OVERFLOW: "more than can be told",
}
_HEAD: Final = struct.Struct("iIII")  # watch, mask, cookie, length of the name: struct inotify_event
_BUFFER: Final = 64 * 2**10


class FileWatch:
    """Notes what becomes of a name in a folder, and of the file that has it at first, under whatever name.

    Args:
        folder: whose entry it is.
        name: without a folder in front.

    Raises:
        GraderFault: the kernel gives out no watch.
    """

    def __init__(self, folder: str, name: str) -> None:
        self._name = os.fsencode(name)
        libc = ctypes.CDLL(None, use_errno=True)
        self._descriptor = libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        if self._descriptor < 0:
            raise GraderFault(f"no inotify: {os.strerror(ctypes.get_errno())}")
        everything = _MODIFY | _MOVED_FROM | _MOVED_TO | _CREATE | _DELETE | _ONLY_FOLDER | _NO_LINK
        self._folder = libc.inotify_add_watch(self._descriptor, os.fsencode(folder), everything)
        if self._folder < 0:
            self.close()
            raise GraderFault(f"the work folder cannot be watched: {os.strerror(ctypes.get_errno())}")
        # The file itself as well, which may be written to under another of its names; there may be none yet.
        libc.inotify_add_watch(self._descriptor, os.fsencode(Path(folder) / name), _MODIFY | _NO_LINK)

    def events(self) -> list[str]:
        """Return what has happened since the last call, in order: "created", "written", "removed", "moved away"..."""
        seen: list[str] = []
        while True:
            try:
                data = os.read(self._descriptor, _BUFFER)
            except BlockingIOError:
                return seen
            start = 0
            while start < len(data):
                watch, mask, _, length = _HEAD.unpack_from(data, start)
                start += _HEAD.size + length
                name = data[start - length : start].rstrip(b"\0")
                if mask & _OVERFLOW or watch != self._folder or name == self._name:
                    seen += [word for bit, word in _WORDS.items() if mask & bit]

    def close(self) -> None:
        """Watch no longer."""
        os.close(self._descriptor)
