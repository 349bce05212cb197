"""`grade new`: folders with a valid exercise in them, never over anything."""

from pathlib import Path

import pytest

from grader.authoring.skeleton import make_skeleton
from grader.errors import UsageError
from grader.spec.discover import load_course

pytestmark = pytest.mark.unit


def test_a_skeleton_is_a_valid_exercise(tmp_path: Path) -> None:
    """With checks that students may read and checks that they may not, reference and template."""
    folders = make_skeleton(tmp_path / "course", "7.1", "long-name")
    course = load_course(tmp_path / "course")
    (exercise,) = course.exercises
    assert course.broken == ()
    assert exercise.spec.files == ("long_name.py",)
    assert exercise.visible
    assert exercise.hidden
    assert exercise.folder == folders[0].resolve()
    assert exercise.reference
    assert exercise.template


def test_no_placeholder_is_left(tmp_path: Path) -> None:
    """Every file is filled in."""
    for folder in make_skeleton(tmp_path, "7.1", "scale"):
        for path in folder.rglob("*.*"):
            assert "@" not in path.read_text(encoding="utf-8")


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """Neither a folder that is there nor an id that is taken."""
    make_skeleton(tmp_path, "7.1", "scale")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    with pytest.raises(UsageError, match="is there already"):
        make_skeleton(tmp_path, "7.1", "scale")
    with pytest.raises(UsageError, match=r"7\.1 is the id of 7\.1-scale"):
        make_skeleton(tmp_path, "7.1", "other")
    assert before == {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}


@pytest.mark.parametrize(("id_", "slug"), [("7/1", "a"), ("..", "a"), ("7.1", "../a"), ("7.1", "A"), ("7.1", "1-a")])
def test_names_that_cannot_be_are_refused(tmp_path: Path, id_: str, slug: str) -> None:
    """Nothing is written for them."""
    with pytest.raises(UsageError):
        make_skeleton(tmp_path, id_, slug)
    assert list(tmp_path.iterdir()) == []
