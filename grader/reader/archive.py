"""What kind of archive it is, told by its first bytes, and what is in it."""

import io
from collections.abc import Iterator
from typing import BinaryIO, Final

from grader.reader import tars, zips
from grader.reader.messages import Bounds, Content, Refusal

_OTHERS: Final = {
    b"Rar!": "RAR",
    b"7z\xbc\xaf\x27\x1c": "7-Zip",
    b"\x28\xb5\x2f\xfd": "Zstandard",
    b"\x1f\x9d": "compress",
    b"xar!": "XAR",
    b"MSCF": "CAB",
}
_HEAD: Final = 512


def read_archive(file: BinaryIO, bounds: Bounds) -> Iterator[tuple[Content, bytes]]:
    """Yield the folders and files of an archive, those with their content.

    Left out are members that no submission needs and that tools leave behind: names that begin with a dot, caches,
    the Mac's `__MACOSX`. An archive in the archive is a file like any other; nothing opens it.

    Args:
        file: the archive, seekable.
        bounds: how much to take apart.

    Raises:
        Refusal: it is not taken.
        Exception: whatever a parser raises over bytes that make no sense.
    """
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    head = file.read(_HEAD)
    file.seek(0)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return zips.unzip(file, size, bounds)
    if head.startswith((b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")) or tars.is_tar(head):
        return tars.untar(file, head, size, bounds)
    for magic, name in _OTHERS.items():
        if head.startswith(magic):
            raise Refusal("other_archive", detail=name)
    raise Refusal("not_archive")
