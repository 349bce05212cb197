"""Hostile archives: each is refused for its own reason, and what looks like one and is none is taken."""

import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable

import pytest

from tests.unit.reader.dry import unpacked, verdict
from tests.unit.reader.hostile import BOUNDS, GOOD_TAR, GOOD_ZIP, ROWS, ZEROS
from tests.unit.reader.packing import STORED, Entry, member, tar_of, zip64_of, zip_of

pytestmark = pytest.mark.unit

ANSWER = b"answer = 42\n"


@pytest.mark.parametrize(("why", "name", "make"), ROWS, ids=[f"{why}: {name}" for why, name, _ in ROWS])
def test_a_hostile_archive_is_refused_for_its_reason(why: str, name: str, make: Callable[[], bytes]) -> None:
    """The reason is the one that the row stands under."""
    assert verdict(make(), BOUNDS) == why


TAKEN: dict[str, Callable[[], bytes]] = {
    "zip": lambda: zip_of("work.py"),
    "zip stored": lambda: zip_of(Entry(method=STORED)),
    "zip from a system without modes": lambda: zip_of(Entry(mode=0)),
    "zip with a comment": lambda: zip_of("work.py", comment=b"made by a student"),
    "zip with a mode alone": lambda: zip_of(Entry(mode=0o644)),
    "zip with debris": lambda: zip_of(
        "work.py", "__MACOSX/._work.py", ".git/config", Entry(".venv/bin/python", b"x", mode=0o120777), "a/.DS_Store",
        "__pycache__/work.cpython-311.pyc", Entry(".secret", flags=1), "a/.ipynb_checkpoints/work.py",
    ),
    "zip64": lambda: zip64_of(zip_of("work.py")),
    "zip with folders": lambda: zip_of(Entry("./", b"", method=STORED), "./work.py"),
    "tar": lambda: tar_of("work.py"),
    "tar dot": lambda: tar_of(member("./", b"", type=tarfile.DIRTYPE), "./work.py"),
    "tar ustar": lambda: tar_of("work.py", format_=tarfile.USTAR_FORMAT),
    "tar gnu": lambda: tar_of("work.py", format_=tarfile.GNU_FORMAT),
    "tar pax path": lambda: tar_of("x", path="work.py"),
    "tar.gz": lambda: gzip.compress(tar_of("work.py")),
    "tar.gz in two pieces": lambda: gzip.compress(tar_of("work.py")[:700]) + gzip.compress(tar_of("work.py")[700:]),
    "tar with debris": lambda: tar_of("work.py", member(".venv/bin/python", b"", type=tarfile.SYMTYPE, linkname="/")),
}  # fmt: skip


@pytest.mark.parametrize("name", TAKEN)
def test_an_honest_archive_is_taken(name: str) -> None:
    """Whatever program packed it, and whatever it left in it."""
    files, _ = unpacked(TAKEN[name](), BOUNDS)
    assert files == {("work.py",): ANSWER}


@pytest.mark.parametrize("good", [GOOD_ZIP, GOOD_TAR])
def test_files_keep_their_places(good: bytes) -> None:
    """Folders on the way need no entry of their own."""
    assert unpacked(good)[0] == {("1.1-work", "work.py"): ANSWER, ("1.1-work", "data", "a.csv"): ANSWER}


def test_an_archive_in_the_archive_stays_closed() -> None:
    """42.zip is a small file that holds small files: a bomb for those who open all of them."""
    packed = zip_of(Entry("a.zip", ZEROS))
    for _ in range(3):
        packed = zip_of(*(Entry(f"lib {n}.zip", packed, method=STORED) for n in range(4)))
    files, _ = unpacked(packed)
    assert {parts for parts, data in files.items() if data.startswith(b"PK")} == {(f"lib {n}.zip",) for n in range(4)}


def test_names_in_utf8_are_read_as_such_whether_it_is_said_or_not() -> None:
    """Info-ZIP does not say it in every locale; the names are judged as they are read."""
    for flags in (0, 0x800):
        assert ("说明.txt",) in unpacked(zip_of(Entry("说明.txt", flags=flags)))[0]
    assert verdict(zip_of(Entry("a\u202e.py", flags=0))) == "name"
    assert verdict(zip_of(Entry("é.py", flags=0), Entry("É.py", flags=0x800))) == "twice"


def test_names_of_old_programs_are_read_in_code_page_437() -> None:
    """What another code page meant by the bytes is not known; the names are odd and harmless."""
    files, _ = unpacked(zip_of("work.py", Entry("作业/说明.txt".encode("gbk"), flags=0)))
    assert sorted(files) == [("work.py",), ("╫≈╥╡", "╦╡├≈.txt")]


def test_what_the_standard_library_packs_is_taken() -> None:
    """As it streams too, where sizes come behind the content."""

    class Stream(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: int) -> int:
            raise io.UnsupportedOperation

    out = Stream()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.mkdir("data")
        archive.writestr("work.py", ANSWER)
        with archive.open("data/a.csv", "w", force_zip64=True) as file:
            file.write(ANSWER)
    files, folders = unpacked(out.getvalue())
    assert files == {("work.py",): ANSWER, ("data", "a.csv"): ANSWER}
    assert folders == {("data",)}
