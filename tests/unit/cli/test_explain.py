"""`grade explain`: what a check looks at and what happened, and no word about one that is hidden from the reader."""

import shutil
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Grade
from tests.unit.cli.fakes import FakeGrader
from tests.unit.spec.builder import CourseBuilder

pytestmark = pytest.mark.unit

VISIBLE = '"""Checks."""\n\n\ndef test_open(student):\n    """Two rows stay two.\n\n    Whatever the width.\n    """\n'


@pytest.fixture
def handout(grade: Grade, course: CourseBuilder, tmp_path: Path) -> Path:
    """Return the course that students get."""
    assert grade("handout", tmp_path / "handout").exit_code == 0
    return tmp_path / "handout"


def test_a_check_is_explained_before_any_attempt(grade: Grade, course: CourseBuilder, tmp_path: Path) -> None:
    """What it looks at in its author's words, points, limits, and where to go on."""
    (course.root / "exercises" / "1.1-work" / "visible.py").write_text(VISIBLE, encoding="utf-8")
    done = grade("explain", "test_open", tmp_path, "-e", "1.1")
    assert done.exit_code == 0
    for wanted in (
        "1.1  A title of 1.1: test_open",
        "worth 1; visible",
        "Two rows stay two.",
        "Whatever the width.",
        "10 s of computing, 1024 MiB of memory",
        "no attempt lies here",
        "grade show 1.1 --checks",
    ):
        assert wanted in done.stdout
    assert "\x1b" not in done.stdout


def test_needs_and_hint_are_told(grade: Grade, tmp_path: Path) -> None:
    """An instructor also learns what students see of it."""
    text = grade("explain", "test_hinted", tmp_path, "-e", "1.1").stdout
    for wanted in (
        "Look at the shapes.",
        "Needs first\n  test_open",
        "hidden: students see `show = hint`",
        "worth 2.5",
    ):
        assert wanted in text


def test_what_happened_comes_from_the_newest_attempt(grade: Grade, folder: Path, grader: FakeGrader) -> None:
    """With advice that fits the verdict; one exercise's folder stands for the submission."""
    grade("submit", folder)
    grader.statuses = {"test_open": "timeout"}
    grade("submit", folder)
    done = grade("explain", "test_open", folder / "1.1-work")
    assert done.exit_code == 0
    assert "attempt 2, 2026-03-01 12:00 UTC" in done.stdout
    assert "message of test_open" in done.stdout
    assert "a loop without an end" in done.stdout
    blocked = grade("explain", "test_hinted", folder, "-e", "1.1").stdout
    assert "grade explain test_open" in blocked


def test_a_report_is_a_source_and_tells_which_exercise_is_meant(
    grade: Grade, folder: Path, tmp_path: Path, grader: FakeGrader
) -> None:
    """Both exercises have a check of that name; the report is about one."""
    grader.statuses = {"test_open": "failed"}
    grade("submit", folder, "-e", "1.2", "--output", tmp_path / "reports")
    done = grade("explain", "test_open", tmp_path / "reports")
    assert done.exit_code == 0
    assert done.stdout.startswith("1.2  A title of 1.2")
    assert "grade replay" in done.stdout


def test_an_exercise_that_changed_since_is_told_of(grade: Grade, folder: Path, course: CourseBuilder) -> None:
    """What happened may have happened for another reason."""
    grade("submit", folder)
    (course.root / "exercises" / "1.1-work" / "visible.py").write_text(VISIBLE, encoding="utf-8")
    assert "The exercise has changed since then." in grade("explain", "test_open", folder, "-e", "1.1").stdout


def test_it_is_told_in_chinese(grade: Grade, tmp_path: Path) -> None:
    """What the grader itself says, and the exercise's title."""
    text = grade("explain", "test_hinted", tmp_path, "-e", "1.1", "--lang", "zh").stdout
    for wanted in ("1.1 的标题", "检查什么", "可以尝试", "2.5 分"):
        assert wanted in text


@pytest.mark.parametrize("name", ["test_hinted", "test_secret", "hidden-3", "test_never_was"])
def test_a_students_course_explains_no_hidden_check(grade: Grade, handout: Path, folder: Path, name: str) -> None:
    """The same sentence for one that is hidden and one that never was, even where a report names it."""
    grade("submit", folder)
    done = grade("explain", name, folder, "-e", "1.1", "--course", handout)
    assert (done.exit_code, done.stdout) == (2, "")
    assert f"There is no check `{name}` that you may read." in done.stderr
    assert "Hidden checks are not explained." in done.stderr
    others = {"test_hinted", "test_secret"} - {name}
    assert not [other for other in others if other in done.stderr]


def test_a_students_course_explains_what_it_has(grade: Grade, handout: Path, folder: Path) -> None:
    """The visible check, with the attempt that lies in the folder."""
    grade("submit", folder)
    done = grade("explain", "test_open", folder, "-e", "1.1", "--course", handout)
    assert done.exit_code == 0
    assert "hidden" not in done.stdout
    shutil.rmtree(folder / ".grader")
    assert "no attempt lies here" in grade("explain", "test_open", folder, "-e", "1.1", "--course", handout).stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("test_opn", "-e", "1.1"), "Did you mean `test_open`"),
        (("test_open",), "Several exercises have a check"),
        (("test_open", "-e", "7"), "no exercise `7`"),
        (("test_open", "missing.json", "-e", "1.1"), "cannot be read"),
    ],
)
def test_names_that_are_not_there_are_refused(
    grade: Grade, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], message: str
) -> None:
    """With what there is."""
    monkeypatch.chdir(tmp_path)
    done = grade("explain", *arguments)
    assert done.exit_code == 2
    assert message in done.stderr
