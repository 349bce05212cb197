"""Pack archives, honest ones and such as no program would write: every field can be told otherwise."""

import io
import struct
import tarfile
import zlib
from dataclasses import dataclass
from typing import Any, Literal

DEFLATED = 8
STORED = 0
Format = Literal[0, 1, 2]


@dataclass
class Entry:
    """A member of a zip archive. What is None is as it should be."""

    name: bytes | str = "work.py"
    content: bytes = b"answer = 42\n"
    method: int = DEFLATED
    flags: int | None = None
    mode: int = 0o100644
    crc: int | None = None
    size: int | None = None
    packed: bytes | None = None
    packed_size: int | None = None
    offset: int | None = None
    extra: bytes = b""
    local_name: bytes | None = None


def zip_of(
    *entries: Entry | str,
    comment: bytes = b"",
    end: dict[str, int] | None = None,
) -> bytes:
    """Return a zip archive.

    Args:
        entries: members; a string is the name of one.
        comment: at the end.
        end: fields of the end record told otherwise: disk, first_disk, on_disk, entries, length, offset, comment.
    """
    out = io.BytesIO()
    directory = b""
    for given in entries:
        entry = Entry(given) if isinstance(given, str) else given
        name = entry.name.encode() if isinstance(entry.name, str) else entry.name
        flags = (0 if name.isascii() else 0x800) if entry.flags is None else entry.flags
        packed = deflated(entry.content) if entry.method == DEFLATED else entry.content
        packed = packed if entry.packed is None else entry.packed
        crc = zlib.crc32(entry.content) if entry.crc is None else entry.crc
        sizes = (
            len(packed) if entry.packed_size is None else entry.packed_size,
            len(entry.content) if entry.size is None else entry.size,
        )
        offset = out.tell() if entry.offset is None else entry.offset
        local = name if entry.local_name is None else entry.local_name
        if entry.offset is None:
            out.write(struct.pack("<4s5H3L2H", b"PK\3\4", 20, flags, entry.method, 0, 33, crc, *sizes, len(local), 0))
            out.write(local + packed)
        directory += struct.pack(
            "<4s6H3L5H2L", b"PK\1\2", 0x314, 20, flags, entry.method, 0, 33, crc, *sizes, len(name), len(entry.extra),
            0, 0, 0, entry.mode << 16, offset,
        )  # fmt: skip
        directory += name + entry.extra
    fields = {
        "disk": 0, "first_disk": 0, "on_disk": len(entries), "entries": len(entries), "length": len(directory),
        "offset": out.tell(), "comment": len(comment),
    } | (end or {})  # fmt: skip
    return out.getvalue() + directory + struct.pack("<4s4H2LH", b"PK\5\6", *fields.values()) + comment


def zip64_of(packed: bytes, **told: int) -> bytes:
    """Return a zip archive with the records of zip64 added, whose fields can be told otherwise.

    Args:
        packed: a zip archive without a comment.
        told: entries, length, offset, rest (bytes of the record), record (where it is).
    """
    end = packed.rindex(b"PK\5\6")
    *_, entries, length, offset, _ = struct.unpack("<4s4H2LH", packed[end:])
    fields = {"entries": entries, "length": length, "offset": offset, "rest": 44, "record": end} | told
    count = fields["entries"]
    record = struct.pack(
        "<4sQ2H2L4Q", b"PK\6\6", fields["rest"], 45, 45, 0, 0, count, count, fields["length"], fields["offset"]
    )
    return packed[:end] + record + struct.pack("<4sLQL", b"PK\6\7", 0, fields["record"], 1) + packed[end:]


def deflated(content: bytes) -> bytes:
    """Return content as a member of a zip holds it."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


def member(name: str = "work.py", content: bytes = b"answer = 42\n", **fields: Any) -> tuple[tarfile.TarInfo, bytes]:
    """Return a member of a tar archive, with fields of `TarInfo` told otherwise."""
    info = tarfile.TarInfo(name)
    info.size = len(content)
    for field, value in fields.items():
        setattr(info, field, value)
    return info, content


def tar_of(*members: tuple[tarfile.TarInfo, bytes] | str, format_: Format = tarfile.PAX_FORMAT, **pax: str) -> bytes:
    """Return a tar archive, uncompressed; content is written as it is, whatever the header says of its size."""
    out = io.BytesIO()
    for given in members:
        info, content = member(given) if isinstance(given, str) else given
        info.pax_headers = {**info.pax_headers, **pax}
        out.write(info.tobuf(format_, "utf-8", "surrogateescape"))
        out.write(content + bytes(-len(content) % tarfile.BLOCKSIZE))
    out.write(bytes(2 * tarfile.BLOCKSIZE))
    return out.getvalue()
