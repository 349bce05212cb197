"""Whose submission is which."""

from pathlib import Path

import pytest

from grader.batch.entries import find_entries
from grader.errors import UsageError

pytestmark = pytest.mark.unit


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A class: two folders, an archive, a notebook, and things that are none."""
    for name in ("bea", "ada", ".hidden"):
        (tmp_path / "class" / name).mkdir(parents=True)
    for name in ("cyd.tar.gz", "dan.ipynb", "notes.txt"):
        (tmp_path / "class" / name).touch()
    return tmp_path / "class"


def test_learners_are_called_as_their_files_are(folder: Path) -> None:
    """Extensions go, dot files and other files are not looked at, and the order is by learner."""
    assert [entry.learner for entry in find_entries(folder).found] == ["ada", "bea", "cyd", "dan"]


def test_a_roster_names_learners_and_says_who_is_missing(folder: Path, tmp_path: Path) -> None:
    """With or without an extension; whoever is in no row keeps the file's name."""
    roster = tmp_path / "roster.csv"
    roster.write_text("learner,submission\n17,ada\n18,cyd.tar.gz\n19,eve\n", encoding="utf-8")
    entries = find_entries(folder, roster)
    assert {entry.learner: entry.path.name for entry in entries.found} == {
        "17": "ada",
        "18": "cyd.tar.gz",
        "bea": "bea",
        "dan": "dan.ipynb",
    }
    assert "19 has no submission." in entries.remarks


def test_two_submissions_of_one_learner_are_refused(folder: Path) -> None:
    """Which of them counts is not for the grader to guess."""
    (folder / "ada.zip").touch()
    with pytest.raises(UsageError, match="both submissions of ada"):
        find_entries(folder)


@pytest.mark.parametrize("content", ["", "name,file\na,b\n", "learner,submission\n"])
def test_an_unusable_roster_is_refused(folder: Path, tmp_path: Path, content: str) -> None:
    """A roster without its columns would silently rename nobody."""
    roster = tmp_path / "roster.csv"
    roster.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match="roster"):
        find_entries(folder, roster)


def test_a_folder_without_submissions_is_refused(tmp_path: Path) -> None:
    """Nothing to grade is no success."""
    with pytest.raises(UsageError, match="no submissions"):
        find_entries(tmp_path)
