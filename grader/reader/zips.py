"""Zip archives. See PKWARE's APPNOTE.TXT 6.3.10, whose sections are named below.

`zipfile` parses them. What it does not look at, or only after it has read all of the directory into memory, is looked
at here first: how long the directory is, whether it ends where the archive ends, whether members overlap.
"""

import copy
import itertools
import os
import stat
import struct
import zipfile
from collections.abc import Iterator
from typing import BinaryIO, Final, NamedTuple

from grader.reader.left_out import is_left_out
from grader.reader.messages import Bounds, Content, File, Folder, Refusal
from grader.reader.meter import Meter, content

_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""What every system's own tools write. The others have been a source of memory bombs in `zipfile`, whose decompressors
for them take no bound."""

_ENCRYPTED: Final = 1 << 0 | 1 << 6 | 1 << 13  # 4.4.4: traditional, strong, masked headers

_UTF8: Final = 1 << 11

_END: Final = struct.Struct("<4s4H2LH")  # 4.3.16
_END_SIGNATURE: Final = b"PK\x05\x06"
_MOST_COMMENT: Final = 2**16 - 1
_LOCATOR: Final = struct.Struct("<4sLQL")  # 4.3.15
_LOCATOR_SIGNATURE: Final = b"PK\x06\x07"
_END64: Final = struct.Struct("<4sQ2H2L4Q")  # 4.3.14
_END64_SIGNATURE: Final = b"PK\x06\x06"
_LOCAL: Final = struct.Struct("<4s5H3L2H")  # 4.3.7
_LOCAL_SIGNATURE: Final = b"PK\x03\x04"
_ENTRY_BYTES: Final = 46  # 4.3.12, without name, extra field and comment
_MOST_DIRECTORY: Final = 4 * 2**20
"""Bytes of the central directory: ten thousand entries of four hundred bytes. `zipfile` makes objects of all of it."""


class _Directory(NamedTuple):
    """Where the central directory is, and how many entries it has."""

    entries: int
    size: int
    offset: int


def unzip(file: BinaryIO, size: int, bounds: Bounds) -> Iterator[tuple[Content, bytes]]:
    """Yield the members of a zip archive.

    Args:
        file: the archive.
        size: its bytes.
        bounds: how much to take apart.

    Raises:
        Refusal: it is not taken.
        Exception: whatever `zipfile` raises over bytes that make no sense.
    """
    meter = Meter(bounds, size)
    directory = _directory(file, size)
    meter.member(directory.entries)
    if directory.size > _MOST_DIRECTORY:
        raise Refusal("exhausting")
    if directory.entries * _ENTRY_BYTES > directory.size:
        raise Refusal("damaged")
    with zipfile.ZipFile(file) as archive:
        entries = archive.infolist()
        if len(entries) != directory.entries:
            raise Refusal("damaged")
        wanted = [entry for entry in entries if not is_left_out(entry.orig_filename)]
        for entry in wanted:
            _accept(entry, bounds)
        Meter(bounds, size).unpacked(sum(entry.file_size for entry in wanted))
        _refuse_overlaps(file, entries, directory.offset)
        for entry in wanted:
            if entry.is_dir():
                yield Folder(_name(entry)), b""
                continue
            data = _content(archive, entry, bounds)
            meter.unpacked(len(data))
            yield File(_name(entry)), data


def _accept(entry: zipfile.ZipInfo, bounds: Bounds) -> None:
    """Look at what the directory says of a member, before anything is unpacked."""
    name = entry.orig_filename
    if "\0" in name:  # `zipfile` would cut the name there
        raise Refusal("name", name)
    if entry.flag_bits & _ENCRYPTED:
        raise Refusal("encrypted", name)
    if entry.compress_type not in _METHODS:
        raise Refusal("method", name)
    kind = stat.S_IFMT(entry.external_attr >> 16)  # 4.4.15: a Unix mode, where the system that packed it has them
    if stat.S_ISLNK(kind):
        raise Refusal("link", name)
    if kind and not (stat.S_ISREG(kind) or stat.S_ISDIR(kind)):
        raise Refusal("special", name)
    if entry.file_size > bounds.each:
        raise Refusal("large", name)


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, bounds: Bounds) -> bytes:
    """Unpack a member, whose size must be what the directory says: `zipfile` would cut it off there in silence."""
    roomy = copy.copy(entry)
    roomy.file_size += 1
    with archive.open(roomy) as member:
        data = content(member, entry.filename, bounds.each)
    if len(data) != entry.file_size:
        raise Refusal("damaged", entry.filename)
    return data


def _name(entry: zipfile.ZipInfo) -> str:
    """Return a member's name, in UTF-8 where it can be: Info-ZIP writes that on Unix and does not always say so.

    Everything else is code page 437 by the standard (D.1), whatever it was on the machine that packed it.
    """
    if entry.flag_bits & _UTF8:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode()
    except UnicodeError:
        return entry.filename


def _directory(file: BinaryIO, size: int) -> _Directory:
    """Find the central directory, and insist on there being one way to find it.

    Programs disagree about archives that have something in front, between directory and end, or behind the end: what
    one of them unpacks is not what another one shows. `zipfile` looks in the same places as this function.
    """
    tail = _at(file, max(0, size - _END.size - _MOST_COMMENT), _END.size + _MOST_COMMENT)
    within = tail.rfind(_END_SIGNATURE)
    if within < 0 or len(tail) - within < _END.size:
        raise Refusal("damaged")
    end = size - len(tail) + within
    _, disk, first_disk, on_disk, entries, length, offset, comment = _END.unpack_from(tail, within)
    if end + _END.size + comment != size or disk or first_disk or on_disk != entries:
        raise Refusal("damaged")
    locator = _at(file, end - _LOCATOR.size, _LOCATOR.size) if end >= _LOCATOR.size + _END64.size else b""
    if locator.startswith(_LOCATOR_SIGNATURE):
        _, locator_disk, record_offset, disks = _LOCATOR.unpack(locator)
        end -= _LOCATOR.size + _END64.size
        signature, rest, _, _, disk, first_disk, on_disk, entries, length, offset = _END64.unpack(
            _at(file, end, _END64.size)
        )
        if signature != _END64_SIGNATURE or record_offset != end or rest != _END64.size - 12:
            raise Refusal("damaged")
        if locator_disk or disks > 1 or disk or first_disk or on_disk != entries:
            raise Refusal("damaged")
    if offset + length != end:
        raise Refusal("damaged")
    return _Directory(entries, length, offset)


def _refuse_overlaps(file: BinaryIO, entries: list[zipfile.ZipInfo], end: int) -> None:
    """Refuse members that share bytes: 281 TB in 10 MB, and each of the members harmless (Fifield, WOOT 2019)."""
    spans = []
    for entry in entries:
        header = _at(file, entry.header_offset, _LOCAL.size)
        if len(header) != _LOCAL.size or not header.startswith(_LOCAL_SIGNATURE):
            raise Refusal("damaged", entry.filename)
        *_, name, extra = _LOCAL.unpack(header)
        begin = entry.header_offset
        spans.append((begin, begin + _LOCAL.size + name + extra + entry.compress_size, entry.filename))
    spans.sort()
    for (_, stop, name), (begin, *_) in itertools.pairwise([*spans, (end, end, "")]):
        if stop > begin:
            raise Refusal("overlap", name)


def _at(file: BinaryIO, offset: int, length: int) -> bytes:
    if not 0 <= offset < 2**62:
        raise Refusal("damaged")
    file.seek(offset, os.SEEK_SET)
    return file.read(length)
