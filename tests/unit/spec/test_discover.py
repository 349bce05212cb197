"""Finding a course and reading all of it: one broken exercise stops no other."""

from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.spec.discover import find_course, load_course
from tests.unit.spec.builder import SPEC, CourseBuilder

pytestmark = pytest.mark.unit


def test_exercises_come_in_the_natural_order_of_their_ids(course: CourseBuilder) -> None:
    """5.2.10 comes after 5.2.9."""
    for id_ in ("5.2.10", "5.2.9", "5.10.1", "5.2.1"):
        course.exercise(id_)
    ids = [exercise.spec.id for exercise in load_course(course.root).exercises]
    assert ids == ["5.2.1", "5.2.9", "5.2.10", "5.10.1"]


def test_a_broken_exercise_is_kept_apart(course: CourseBuilder) -> None:
    """The others are there, and the broken one is known with its faults."""
    course.exercise("1.1")
    course.exercise("1.2", spec="format = 3\n")
    loaded = load_course(course.root)
    assert [exercise.spec.id for exercise in loaded.exercises] == ["1.1"]
    assert [(broken.id, broken.slug) for broken in loaded.broken] == [("1.2", "work")]
    assert len(loaded.broken[0].faults) > 1


def test_exercises_of_one_id_are_both_told_of_each_other(course: CourseBuilder) -> None:
    """Neither is graded, as nobody can say which one was meant."""
    course.exercise("1.1", "work")
    course.exercise("1.1", "other")
    broken = {entry.folder_name: entry.faults for entry in load_course(course.root).broken}
    assert "also that of `1.1-other`" in broken["1.1-work"][0].expected
    assert "also that of `1.1-work`" in broken["1.1-other"][0].expected


def test_a_duplicate_id_is_told_beside_other_faults(course: CourseBuilder) -> None:
    """An exercise with faults of its own still counts for duplicates."""
    course.exercise("1.1", "work")
    spec = SPEC.format(id="1.1", slug="other", file="work.py").replace("points = 1\n", "points = -1\n")
    course.exercise("1.1", "other", spec=spec)
    broken = {entry.folder_name: [fault.key for fault in entry.faults] for entry in load_course(course.root).broken}
    assert broken == {"1.1-other": ["check[0].points", "id"], "1.1-work": ["id"]}


def test_a_folder_named_like_an_exercise_without_a_spec_is_broken(course: CourseBuilder) -> None:
    """A forgotten exercise.toml is told; folders with other names are not exercises."""
    course.exercise("1.1")
    (course.root / "exercises" / "1.2-forgotten").mkdir()
    (course.root / "exercises" / "shared").mkdir()
    assert [broken.folder_name for broken in load_course(course.root).broken] == ["1.2-forgotten"]


def test_missing_hidden_checks_are_a_fault_only_where_others_have_theirs(course: CourseBuilder) -> None:
    """In the instructor's course they were forgotten; in what students get they are absent by design."""
    course.exercise("1.1", checks=None)
    assert not load_course(course.root).has_hidden_checks
    course.exercise("1.2")
    loaded = load_course(course.root)
    assert loaded.has_hidden_checks
    assert "a file with `test_hinted`, `test_secret`" in str(loaded.broken[0].faults[0])


def test_course_toml_titles_the_course(course: CourseBuilder) -> None:
    """Its keys are read where it is there; its faults are told and stop nothing."""
    course.exercise()
    course.write(course.root / "exercises" / "course.toml", 'title = { en = "Nets", zh = "网络" }\nid = "nets"\n')
    assert load_course(course.root).spec.title.get("zh") == "网络"
    course.write(course.root / "exercises" / "course.toml", 'titel = "Nets"\n')
    loaded = load_course(course.root)
    assert [str(fault) for fault in loaded.faults] == ["course.toml: titel: unknown key; did you mean `title`?"]
    assert len(loaded.exercises) == 1


def test_the_course_named_comes_before_the_environment(course: CourseBuilder, tmp_path: Path) -> None:
    """--course, then GRADER_COURSE, then the one beside the package."""
    course.exercise()
    other = CourseBuilder(tmp_path / "other")
    other.exercise()
    environ = {"GRADER_COURSE": str(other.root)}
    assert find_course(course.root, environ) == course.root
    assert find_course(None, environ) == other.root
    assert find_course(None, {}, beside=course.root) == course.root


def test_the_current_folder_is_never_taken_for_a_course(
    course: CourseBuilder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What somebody handed in may hold an `exercises/` of its own, whose checks must not be run."""
    course.exercise()
    monkeypatch.chdir(course.root)
    with pytest.raises(UsageError):
        find_course(None, {}, beside=tmp_path)


@pytest.mark.parametrize(
    ("named", "message"),
    [("absent", "There is no folder"), ("empty", "it holds no exercises"), ("course/exercises", "folder of exercises")],
)
def test_a_course_that_is_none_is_explained(course: CourseBuilder, tmp_path: Path, named: str, message: str) -> None:
    """Each way to name the wrong folder gets its sentence, and advice."""
    course.exercise()
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match=message) as caught:
        find_course(tmp_path / named, {})
    assert caught.value.advice
