"""A work folder can be measured and removed, whatever was done in it."""

import os
from pathlib import Path

import pytest

from grader.confine.work import sweep, usage

pytestmark = pytest.mark.unit


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """An empty work folder beside a file that must survive."""
    (tmp_path / "beside").write_text("before")
    (tmp_path / "work").mkdir()
    return tmp_path / "work"


def test_sweeps_what_lies_deep(work: Path) -> None:
    """Folders nested beyond the longest path and Python's recursion are removed."""
    folder = os.open(work, os.O_RDONLY)
    for _ in range(1100):
        os.mkdir("deep", dir_fd=folder)
        os.close(os.open("file", os.O_CREAT | os.O_WRONLY, dir_fd=folder))
        inner = os.open("deep", os.O_RDONLY, dir_fd=folder)
        os.close(folder)
        folder = inner
    os.close(folder)
    assert not usage(str(work), 10_000).whole
    sweep(str(work))
    assert not work.exists()


def test_counts_what_no_path_reaches(work: Path) -> None:
    """A file below names that are too long for one path is counted like any other."""
    folder = os.open(work, os.O_RDONLY)
    for _ in range(30):
        os.mkdir("d" * 200, dir_fd=folder)
        inner = os.open("d" * 200, os.O_RDONLY, dir_fd=folder)
        os.close(folder)
        folder = inner
    file = os.open("file", os.O_CREAT | os.O_WRONLY, dir_fd=folder)
    os.write(file, bytes(2**20))
    os.close(file)
    os.close(folder)
    found = usage(str(work), 100)
    assert found.entries == 31
    assert found.whole
    assert found.size > 2**20
    sweep(str(work))


def test_sweeps_what_is_closed(work: Path) -> None:
    """Folders without any right are removed with what is in them."""
    (work / "closed/inner").mkdir(parents=True)
    (work / "closed/inner/file").write_text("x")
    (work / "closed/inner").chmod(0)
    (work / "closed").chmod(0)
    sweep(str(work))
    assert not work.exists()


def test_does_not_follow_links(work: Path) -> None:
    """A link is removed, what it leads to is not, and is not counted either."""
    (work / "file").symlink_to(work.parent / "beside")
    (work / "folder").symlink_to(work.parent)
    assert usage(str(work), 100).entries == 2
    sweep(str(work))
    assert (work.parent / "beside").read_text() == "before"


def test_sweeping_twice(work: Path) -> None:
    """A folder that is gone is swept."""
    sweep(str(work))
    sweep(str(work))
    assert not work.exists()


def test_counts_what_the_disk_holds(work: Path) -> None:
    """Blocks count, holes do not, and folders are entries."""
    (work / "folder").mkdir()
    (work / "folder/full").write_bytes(bytes(1 << 20))
    with (work / "sparse").open("wb") as file:
        file.truncate(1 << 30)
    found = usage(str(work), 100)
    assert (found.entries, found.whole) == (3, True)
    assert 1 << 20 <= found.size < 1 << 22


def test_stops_counting(work: Path) -> None:
    """More entries than asked for end the count."""
    for number in range(20):
        (work / str(number)).touch()
    found = usage(str(work), 10)
    assert (found.entries, found.whole) == (11, False)
