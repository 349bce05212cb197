"""Printed output: kept up to a cap, dropped beyond it, alive after the process is not.

Descriptors 1 and 2 are a memory file of fixed size that the judge made and reads.
Writing past its end is refused by the kernel; the text streams below stop before.
"""

import io
import os
import sys
from typing import Final

CAP: Final = 64 * 2**10
"""Bytes of output that are kept, of both streams together."""

DROPPED: Final = b"\n[... more output was dropped]\n"


class CappedOutput(io.RawIOBase):
    """A binary stream on `descriptor` that silently drops what is over the cap.

    Dropping is not an error: a program that prints too much is not a wrong one.
    """

    def __init__(self, descriptor: int) -> None:
        super().__init__()
        self._descriptor = descriptor

    def writable(self) -> bool:
        """Tell that bytes can be written."""
        return True

    def fileno(self) -> int:
        """Return the descriptor."""
        return self._descriptor

    def write(self, data: object, /) -> int:
        """Take all of `data`, keep what fits."""
        view = memoryview(data).cast("B")  # type: ignore[arg-type]
        room = CAP - len(DROPPED) - os.lseek(self._descriptor, 0, os.SEEK_CUR)
        if room > 0:
            os.write(self._descriptor, view[:room])
            if view.nbytes > room:
                os.write(self._descriptor, DROPPED)
        return view.nbytes


def install(output: int) -> None:
    """Make `output` the descriptors 1 and 2 and the text streams, and nothing the standard input."""
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.close(null)
    os.close(output)
    sys.stdin = io.TextIOWrapper(io.BytesIO(b""), encoding="utf-8")
    # Each line is written through: what was printed survives the process.
    sys.stdout = io.TextIOWrapper(CappedOutput(1), encoding="utf-8", errors="replace", write_through=True)
    sys.stderr = io.TextIOWrapper(CappedOutput(2), encoding="utf-8", errors="replace", write_through=True)
