"""Archives that must be refused, and why: each a line, used in memory and through the process."""

import bz2
import gzip
import lzma
import struct
import tarfile
from collections.abc import Callable
from functools import partial

from grader.reader.messages import Bounds
from tests.unit.reader.packing import STORED, Entry, deflated, member, tar_of, zip64_of, zip_of

BOUNDS = Bounds(members=100, each=2**20, total=8 * 2**20, ratio=100, free=2**18)
"""Small, so that what is too large for them takes no time."""

GOOD_ZIP = zip_of("1.1-work/work.py", "1.1-work/data/a.csv")
GOOD_TAR = tar_of("1.1-work/work.py", "1.1-work/data/a.csv")
ZEROS = bytes(2**20)

_GIGANTIC = struct.pack("<HHQQ", 1, 16, 2**60, 2**60)


def _named(*names: str) -> dict[str, Callable[[], bytes]]:
    """Return a zip and a tar archive for each of some names."""
    made: dict[str, Callable[[], bytes]] = {}
    for name in names:
        made[f"zip {name!r}"] = partial(zip_of, "work.py", name)
        made[f"tar {name!r}"] = partial(tar_of, "work.py", name)
    return made


def _linked(kind: bytes) -> Callable[[], bytes]:
    return lambda: tar_of(member("data", b"", type=kind, linkname="/etc"), "data/work.py")


def _broken_second_header() -> bytes:
    packed = bytearray(GOOD_TAR)
    at = packed.rindex(b"1.1-work/data/a.csv")
    packed[at] ^= 1
    return bytes(packed)


def _sparse() -> bytes:
    info, content = member("data/sparse")
    header = bytearray(info.tobuf(tarfile.GNU_FORMAT))
    header[156:157] = tarfile.GNUTYPE_SPARSE
    header[483:495] = b"00000000100\0"
    header[148:156] = b"%06o\0 " % (sum(header[:148]) + sum(header[156:]) + 8 * 32)
    return bytes(header) + content + bytes(500) + bytes(1024)


def _long_names() -> bytes:
    """A long name for a long name for a long name, each of which `tarfile` resolves within the one before."""
    return b"".join(
        member("././@LongLink", b"a\0", type=tarfile.GNUTYPE_LONGNAME)[0].tobuf(tarfile.GNU_FORMAT)
        + b"a\0"
        + bytes(510)
        for _ in range(2000)
    )


def _raw_pax(records: bytes) -> bytes:
    """A member whose extended header holds records as they are."""
    info, _ = member("pax", records, type=tarfile.XHDTYPE)
    return info.tobuf(tarfile.USTAR_FORMAT) + records + bytes(-len(records) % 512) + tar_of("work.py")


def _pax(key: bytes, value: bytes) -> bytes:
    length = len(key) + len(value) + 3
    while length != len(b"%d %s=%s\n" % (length, key, value)):
        length = len(b"%d %s=%s\n" % (length, key, value))
    return b"%d %s=%s\n" % (length, key, value)


def _crowd(count: int) -> bytes:
    entry = struct.pack("<4s6H3L5H2L", b"PK\1\2", *[0] * 16)
    size = len(entry) * count
    return b"PK\3\4" + bytes(26) + entry * count + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, size, 30, 0)


HOSTILE: dict[str, dict[str, Callable[[], bytes]]] = {
    "outside": _named(
        "../evil.py", "a/../../evil.py", "..", "/tmp/evil.py", "//evil.py", "C:/evil.py", "c:evil.py", "..\\evil.py",
        "data\\evil.py", "\\\\server\\share\\evil.py", "a/b/../../../evil.py", ".git/../../evil.py",
    )
    | {
        "zip folder": lambda: zip_of("work.py", Entry("../../evil/", b"")),
        "zip link name": lambda: zip_of(Entry("../../.ssh/authorized_keys", mode=0o100600)),
        "tar pax path": lambda: tar_of("work.py", path="../evil.py"),
        "tar GNU long name": lambda: tar_of("../" * 40 + "evil.py", format_=tarfile.GNU_FORMAT),
        "tar folder": lambda: tar_of(member("../evil", b"", type=tarfile.DIRTYPE)),
    },
    "name": _named("a\x1b[31mb.py", "a\nb.py", "a\tb.py", "\u202etxt.py", "a\u200bb.py", "a\x7fb.py")
    | {
        "zip NUL": lambda: zip_of(Entry(b"work.py\0.txt")),
        "tar NUL": lambda: _raw_pax(_pax(b"path", b"work.py\0.txt")),
        "tar no UTF-8": lambda: _raw_pax(_pax(b"hdrcharset", b"BINARY") + _pax(b"path", b"w\xffrk.py")),
        "zip control characters in code page 437": lambda: zip_of(Entry(b"w\x01rk.py", flags=0)),
        "tar without a name": lambda: tar_of(""),
    },
    "long_name": _named("a" * 256, "/".join(["a" * 100] * 11), "a/" * 40 + "work.py", "é" * 128),
    "twice": {
        "zip same": lambda: zip_of("work.py", "work.py"),
        "zip dot": lambda: zip_of("work.py", "./work.py"),
        "zip slashes": lambda: zip_of("data/a.csv", "data//a.csv"),
        "zip case": lambda: zip_of("work.py", "Work.py"),
        "zip composed": lambda: zip_of("\N{LATIN SMALL LETTER E WITH ACUTE}.py", "e\N{COMBINING ACUTE ACCENT}.py"),
        "zip sharp s": lambda: zip_of("stra\N{LATIN SMALL LETTER SHARP S}e.py", "STRASSE.py"),
        "zip ligature": lambda: zip_of("\N{LATIN SMALL LIGATURE FI}le.py", "file.py"),
        "zip folder case": lambda: zip_of("data/a.csv", "Data/b.csv"),
        "zip file and folder": lambda: zip_of("data", "data/a.csv"),
        "zip folder and file": lambda: zip_of("data/a.csv", "data"),
        "tar same": lambda: tar_of("work.py", "work.py"),
        "tar case": lambda: tar_of("work.py", "WORK.PY"),
    },
    "link": {
        "zip": lambda: zip_of(Entry("data", b"/etc", mode=0o120777), "data/work.py"),
        "zip stored": lambda: zip_of(Entry("work.py", b"/etc/passwd", method=STORED, mode=0o120777)),
        "tar symbolic": _linked(tarfile.SYMTYPE),
        "tar hard": _linked(tarfile.LNKTYPE),
    },
    "special": {
        "zip device": lambda: zip_of(Entry("data", b"", mode=0o020666)),
        "zip fifo": lambda: zip_of(Entry("data", b"", mode=0o010666)),
        "zip socket": lambda: zip_of(Entry("data", b"", mode=0o140666)),
        "tar character device": _linked(tarfile.CHRTYPE),
        "tar block device": _linked(tarfile.BLKTYPE),
        "tar fifo": _linked(tarfile.FIFOTYPE),
        "tar unknown": _linked(b"Z"),
        "tar sparse": _sparse,
    },
    "encrypted": {
        "zip": lambda: zip_of(Entry(flags=1)),
        "zip strong": lambda: zip_of(Entry(flags=0x40)),
        "zip masked": lambda: zip_of(Entry(flags=0x2000)),
        "zip AES": lambda: zip_of(Entry(flags=1, method=99)),
    },
    "method": {f"zip {number}": partial(zip_of, Entry(method=number)) for number in (1, 9, 12, 14, 93, 95)},
    "overlap": {
        "zip same bytes": lambda: zip_of("a.py", Entry("b.py", offset=0)),
        "zip one inside of the other": lambda: zip_of(
            Entry("a.bin", b"PK\3\4" + bytes(26) + b"b.py" + bytes(100), method=STORED),
            Entry("b.py", bytes(100), method=STORED, offset=30 + 5),
        ),
        "zip into the directory": lambda: zip_of(Entry("a.bin", bytes(100), method=STORED, packed_size=150, size=150)),
    },
    "large": {
        "zip": lambda: zip_of(Entry("a.bin", ZEROS + b"\0", packed=bytes(2**15))),
        "zip64 field": lambda: zip_of(Entry("a.bin", size=0xFFFFFFFF, packed_size=0xFFFFFFFF, extra=_GIGANTIC)),
        "tar": lambda: tar_of(member("a.bin", b"", size=2**33 - 1)),
        "tar base 256": lambda: tar_of(member("a.bin", b"", size=2**80), format_=tarfile.GNU_FORMAT),
        "tar pax size": lambda: tar_of("a.bin", size=str(2**60)),
    },
    "all": {
        "zip": lambda: zip_of(*(Entry(f"{n}.bin", bytes([n]) * 2**20, method=STORED) for n in range(9))),
        "tar": lambda: tar_of(*(member(f"{n}.bin", bytes([n]) * 2**20) for n in range(9))),
    },
    "bomb": {
        "zip": lambda: zip_of(Entry("a.bin", ZEROS)),
        "tar.gz": lambda: gzip.compress(tar_of(member("a.bin", ZEROS))),
        "tar.bz2": lambda: bz2.compress(tar_of(member("a.bin", ZEROS))),
        "tar.xz": lambda: lzma.compress(tar_of(member("a.bin", ZEROS))),
        "tar.gz left out": lambda: gzip.compress(tar_of(member(".git/a.bin", ZEROS))),
        "tar.gz header": lambda: gzip.compress(tar_of("work.py", comment="0" * 2**20)),
        "tar.gz behind the end": lambda: gzip.compress(tar_of("work.py") + ZEROS),
    },
    "members": {
        "zip": lambda: zip_of(*(f"{n}.py" for n in range(101))),
        "zip that claims them": lambda: zip_of("a.py", end={"on_disk": 50_000, "entries": 50_000}),
        "zip64 that claims a million": lambda: zip64_of(GOOD_ZIP, entries=10**6),
        "zip left out": lambda: zip_of(*(f".git/{n}" for n in range(101))),
        "tar": lambda: tar_of(*(f"{n}.py" for n in range(101))),
        "tar left out": lambda: tar_of(*(f"__MACOSX/{n}.py" for n in range(101))),
    },
    "damaged": {
        "zip size too small": lambda: zip_of(Entry(content=b"answer = 42\n" * 9, size=12)),
        "zip size too small, checksum of the beginning": lambda: zip_of(
            Entry(content=b"answer = 42\n", packed=deflated(b"answer = 42\n" * 9))
        ),
        "zip size too large": lambda: zip_of(Entry(size=1000)),
        "zip stored size too large": lambda: zip_of(Entry(method=STORED, size=1000)),
        "zip checksum": lambda: zip_of(Entry(crc=0)),
        "zip no deflate": lambda: zip_of(Entry(packed=b"\xff" * 20)),
        "zip other name in front": lambda: zip_of(Entry("work.py", local_name=b"evil.py")),
        "zip cut": lambda: GOOD_ZIP[:-10],
        "zip cut in the middle": lambda: GOOD_ZIP[: len(GOOD_ZIP) // 2],
        "zip without the middle": lambda: GOOD_ZIP[:20] + GOOD_ZIP[60:],
        "zip with something behind": lambda: GOOD_ZIP + b"\0",
        "zip behind a zip": lambda: GOOD_ZIP + zip_of("other.py"),
        "zip in a comment": lambda: zip_of("work.py", comment=zip_of("other.py")),
        "zip of two disks": lambda: zip_of("work.py", end={"disk": 1}),
        "zip that starts elsewhere": lambda: zip_of("work.py", end={"first_disk": 1}),
        "zip that counts twice": lambda: zip_of("work.py", end={"on_disk": 0}),
        "zip directory elsewhere": lambda: zip_of("work.py", end={"offset": 0}),
        "zip directory too long": lambda: zip_of("work.py", end={"length": 0}),
        "zip fewer than there are": lambda: zip_of("a.py", "b.py", end={"on_disk": 1, "entries": 1}),
        "zip more than there are": lambda: zip_of("a.py", "b.py", end={"on_disk": 3, "entries": 3}),
        "zip none though there are": lambda: zip_of("a.py", end={"on_disk": 0, "entries": 0}),
        "zip header that is none": lambda: zip_of("work.py", Entry("b.py", offset=3)),
        "zip header behind the end": lambda: zip_of("work.py", Entry("b.py", offset=2**31)),
        "zip no UTF-8": lambda: zip_of(Entry(b"w\xffrk.py", flags=0x800)),
        "zip extra field": lambda: zip_of(Entry(extra=b"\1\0\xff\xff")),
        "zip patch": lambda: zip_of(Entry(flags=0x20)),
        "zip64 record elsewhere": lambda: zip64_of(GOOD_ZIP, record=7),
        "zip64 record of another length": lambda: zip64_of(GOOD_ZIP, rest=100),
        "zip64 directory elsewhere": lambda: zip64_of(GOOD_ZIP, offset=0),
        "zip64 directory beyond": lambda: zip64_of(GOOD_ZIP, length=2**62),
        "zip without a name": lambda: zip_of(Entry(b"")),
        "zip of 60,000 empty names that counts one": partial(_crowd, 60_000),
        "tar cut in a file": lambda: GOOD_TAR[:520],
        "tar cut in a header": lambda: GOOD_TAR[:1100],
        "tar cut between files": lambda: GOOD_TAR[:1024],
        "tar with a broken header": _broken_second_header,
        "tar negative size": lambda: tar_of(member("a.bin", b"", size=-1), format_=tarfile.GNU_FORMAT),
        "tar negative pax size": lambda: tar_of("a.bin", size="-512"),
        "tar huge and left out": lambda: tar_of(member(".bin", b"", size=2**60), format_=tarfile.GNU_FORMAT),
        "tar huge and left out, by pax": lambda: tar_of(".bin", size=str(2**60)),
        "tar.gz cut": lambda: gzip.compress(GOOD_TAR)[:-20],
        "tar.gz checksum": lambda: gzip.compress(GOOD_TAR)[:-8] + bytes(8),
        "tar.xz cut": lambda: lzma.compress(GOOD_TAR)[:-20],
        "tar.bz2 cut": lambda: bz2.compress(GOOD_TAR)[:-20],
        "tar.gz and something else": lambda: gzip.compress(GOOD_TAR) + b"something else",
    },
    "exhausting": {"tar long names": _long_names, "zip of 100,000 empty names": partial(_crowd, 100_000)},
    "not_archive": {
        "nothing": lambda: b"",
        "text": lambda: b"answer = 42\n",
        "gzip of text": lambda: gzip.compress(b"answer = 42\n"),
        "gzip of a tar.gz": lambda: gzip.compress(gzip.compress(GOOD_TAR)),
        "zeros": lambda: bytes(10240),
        "program with a zip behind": lambda: b"MZ" + bytes(100) + GOOD_ZIP,
        "notebook": lambda: b'{"cells": [], "nbformat": 4}',
    },
    "other_archive": {
        "rar": lambda: b"Rar!\x1a\x07\x01\0" + bytes(100),
        "7z": lambda: b"7z\xbc\xaf\x27\x1c" + bytes(100),
        "zstd": lambda: b"\x28\xb5\x2f\xfd" + bytes(100),
    },
}  # fmt: skip
"""Refusal, name, archive."""

ROWS = [(why, name, make) for why, archives in HOSTILE.items() for name, make in archives.items()]
