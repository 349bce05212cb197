"""Counts what comes out of an archive, whatever the archive says of itself."""

from typing import BinaryIO, Final, Protocol

from grader.reader.messages import Bounds, Refusal

CHUNK: Final = 2**20
_MOST_ENDS: Final = 8


class Meter:
    """Members and bytes so far.

    Args:
        bounds: what is accepted.
        packed: bytes of the archive itself.
    """

    def __init__(self, bounds: Bounds, packed: int) -> None:
        self.bounds = bounds
        self._most = max(bounds.free, bounds.ratio * packed)
        self._members = 0
        self._bytes = 0

    def member(self, count: int = 1) -> None:
        """Count members. Raises Refusal where there are too many."""
        self._members += count
        if self._members > self.bounds.members:
            raise Refusal("members")

    def unpacked(self, count: int) -> None:
        """Count bytes. Raises Refusal where there are too many, or too many for an archive of this size."""
        self._bytes += count
        if self._bytes > self._most:
            raise Refusal("bomb")
        if self._bytes > self.bounds.total:
            raise Refusal("all")


class Readable(Protocol):
    """What can be read in pieces."""

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes, none at the end."""
        ...


def content(source: Readable, path: str, most: int) -> bytes:
    """Read a member to its end.

    Args:
        source: the member, open.
        path: its name, for the refusal.
        most: bytes that it may have.

    Raises:
        Refusal: it has more.
    """
    parts: list[bytes] = []
    size = 0
    while part := source.read(min(CHUNK, most + 1 - size)):
        parts.append(part)
        size += len(part)
        if size > most:
            raise Refusal("large", path)
    return b"".join(parts)


class Metered:
    """A stream of which no more than the meter allows comes out.

    Args:
        source: a decompressor; each of its reads is bounded by what is asked for.
        meter: counts.
    """

    def __init__(self, source: BinaryIO, meter: Meter) -> None:
        self._source = source
        self._meter = meter
        self._again = b""
        self._ends = 0

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes, none at the end."""
        if self._again:
            part, self._again = self._again[:size], self._again[size:]
            return part
        part = self._source.read(min(size, CHUNK))
        self._meter.unpacked(len(part))
        # `tarfile` seeks by reading on, behind the end as well: a member of 2**60 bytes is as many reads of nothing.
        self._ends += not part
        if self._ends > _MOST_ENDS:
            raise Refusal("damaged")
        return part

    def peek(self, size: int) -> bytes:
        """Return the first bytes, to be read again."""
        while len(self._again) < size and (part := self._source.read(size - len(self._again))):
            self._meter.unpacked(len(part))
            self._again += part
        return self._again
