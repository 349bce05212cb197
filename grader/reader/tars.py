"""Tar archives, plain or compressed as one stream. See POSIX.1-2017, `pax`, and tar(5).

They are read from front to end without seeking. `tarfile` parses headers and nothing else of it is used; the way it
unpacks to disk is not.
"""

import bz2
import gzip
import lzma
import tarfile
from collections.abc import Iterator
from typing import BinaryIO, Final, Self, cast

from grader.reader.left_out import is_left_out
from grader.reader.messages import Bounds, Content, File, Folder, Refusal
from grader.reader.meter import CHUNK, Meter, Metered, Readable, content

_MAGIC: Final = slice(257, 262)
_HEADER_BYTES: Final = 4 * tarfile.BLOCKSIZE
"""A member's header, padding, and an extended header of one block with its own."""

_FILES: Final = frozenset({tarfile.REGTYPE, tarfile.AREGTYPE, tarfile.CONTTYPE})
_LINKS: Final = frozenset({tarfile.SYMTYPE, tarfile.LNKTYPE})


class _Header(tarfile.TarInfo):
    """A header that is right or the end of the archive: `tarfile` takes a broken one for the end, and says nothing."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        try:
            return super().frombuf(buf, encoding, errors)
        except tarfile.HeaderError:
            if len(buf) == tarfile.BLOCKSIZE and not any(buf):
                raise
            raise Refusal("damaged") from None


def is_tar(head: bytes) -> bool:
    """Tell whether bytes begin a tar archive."""
    return head[_MAGIC] == b"ustar"


def untar(file: BinaryIO, head: bytes, size: int, bounds: Bounds) -> Iterator[tuple[Content, bytes]]:
    """Yield the members of a tar archive.

    Args:
        file: the archive, at its start.
        head: its first bytes.
        size: its bytes.
        bounds: how much to take apart; the stream may have some more for headers.

    Raises:
        Refusal: it is not taken.
        Exception: whatever the parsers raise over bytes that make no sense.
    """
    room = bounds.members * _HEADER_BYTES
    whole = Bounds(bounds.members, bounds.each, bounds.total + room, bounds.ratio, bounds.free)
    stream = Metered(_decompressed(file, head), Meter(whole, size))
    meter = Meter(bounds, size)
    if not is_tar(stream.peek(tarfile.BLOCKSIZE)):
        raise Refusal("not_archive")
    with tarfile.open(
        fileobj=cast("BinaryIO", stream), mode="r|", tarinfo=_Header, encoding="utf-8", errors="surrogateescape"
    ) as archive:
        for member in archive:
            meter.member()
            if is_left_out(member.name):
                continue
            if member.isdir():
                yield Folder(_text(member.name)), b""
                continue
            data = _content(archive, member, bounds)
            meter.unpacked(len(data))
            yield File(_text(member.name)), data
    while stream.read(CHUNK):  # checksums come last
        pass


def _content(archive: tarfile.TarFile, member: tarfile.TarInfo, bounds: Bounds) -> bytes:
    name = member.name
    if member.type in _LINKS:
        raise Refusal("link", _shown(name))
    if member.type not in _FILES or member.issparse():
        raise Refusal("special", _shown(name))
    if member.size < 0:
        raise Refusal("damaged", _shown(name))
    if member.size > bounds.each:
        raise Refusal("large", _shown(name))
    source = archive.extractfile(member)
    if source is None:
        raise Refusal("special", _shown(name))
    data = content(cast("Readable", source), _shown(name), bounds.each)
    if len(data) != member.size:
        raise Refusal("damaged", _shown(name))
    return data


def _decompressed(file: BinaryIO, head: bytes) -> BinaryIO:
    """Open the stream; the decompressors return no more at once than they are asked for."""
    if head.startswith(b"\x1f\x8b"):
        return cast("BinaryIO", gzip.GzipFile(fileobj=file, mode="rb"))
    if head.startswith(b"BZh"):
        return cast("BinaryIO", bz2.BZ2File(file))
    if head.startswith(b"\xfd7zXZ\x00"):
        return cast("BinaryIO", lzma.LZMAFile(file))
    return file


def _text(name: str) -> str:
    """Return a name that is text. Raises Refusal for one of bytes that are no UTF-8."""
    try:
        name.encode()
    except UnicodeEncodeError:
        raise Refusal("name", _shown(name)) from None
    return name


def _shown(name: str) -> str:
    """Return a name that can be sent, whatever it is."""
    return name.encode("utf-8", "replace").decode()
