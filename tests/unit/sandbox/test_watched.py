"""What a judge learns of a file that is written, removed and replaced beside it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.sandbox.faults import GraderFault
from grader.sandbox.watched import FileWatch

pytestmark = pytest.mark.unit


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[FileWatch]:
    """Watch a file that is there, with another one beside it."""
    (tmp_path / "run.pt").write_bytes(b"old")
    (tmp_path / "other").write_bytes(b"new")
    watch = FileWatch(str(tmp_path), "run.pt")
    yield watch
    watch.close()


def test_a_rename_puts_a_file_in_place_and_nothing_else(watch: FileWatch, tmp_path: Path) -> None:
    """Neither the writing of another file, nor reading, nor closing is told."""
    with (tmp_path / "run.pt").open("rb") as reader, (tmp_path / "other").open("ab") as other:
        other.write(b"er")
        other.flush()
        (tmp_path / "other").replace(tmp_path / "run.pt")
        assert reader.read() == b"old"
    assert watch.events() == ["put in place"]
    assert watch.events() == []


def test_removing_first_is_seen(watch: FileWatch, tmp_path: Path) -> None:
    """The moment in which there is no file, however short."""
    (tmp_path / "run.pt").unlink()
    (tmp_path / "other").rename(tmp_path / "run.pt")
    assert watch.events() == ["removed", "put in place"]


def test_moving_away_and_back_is_seen(watch: FileWatch, tmp_path: Path) -> None:
    """A process that is killed in between moves nothing back."""
    (tmp_path / "run.pt").rename(tmp_path / "backup")
    (tmp_path / "backup").rename(tmp_path / "run.pt")
    assert watch.events() == ["moved away", "put in place"]


def test_writing_in_place_is_seen(watch: FileWatch, tmp_path: Path) -> None:
    """Cut off and written anew."""
    (tmp_path / "run.pt").write_bytes(b"new")
    assert set(watch.events()) == {"written"}


def test_writing_under_another_name_is_seen(watch: FileWatch, tmp_path: Path) -> None:
    """A link to the same file leads to it as well as its own name."""
    os.link(tmp_path / "run.pt", tmp_path / "alias")
    with (tmp_path / "alias").open("ab") as alias:
        alias.write(b"er")
    assert set(watch.events()) == {"written"}


def test_writing_after_the_rename_is_seen(watch: FileWatch, tmp_path: Path) -> None:
    """What was put in place before it was complete."""
    with (tmp_path / "other").open("ab") as other:
        (tmp_path / "other").replace(tmp_path / "run.pt")
        other.write(b"er")
    assert watch.events() == ["put in place", "written"]


def test_a_folder_that_is_none_cannot_be_watched(tmp_path: Path) -> None:
    """The grader's fault, and nobody else's."""
    (tmp_path / "link").symlink_to(tmp_path)
    for name in ("missing", "link"):
        with pytest.raises(GraderFault):
            FileWatch(str(tmp_path / name), "run.pt")
