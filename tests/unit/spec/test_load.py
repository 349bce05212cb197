"""Reading one exercise: what is found, and that every fault is told at once, with file and key."""

from decimal import Decimal
from pathlib import Path

import pytest

from grader.errors import SpecFaults
from grader.spec.load import load_exercise
from tests.unit.spec.builder import HIDDEN_TESTS, SPEC, VISIBLE, CourseBuilder

pytestmark = pytest.mark.unit

VALID = SPEC.format(id="1.1", slug="work", file="work.py")


def faults_of(folder: Path) -> dict[str, str]:
    """Return the faults of an exercise, `file: key` to what was expected."""
    with pytest.raises(SpecFaults) as caught:
        load_exercise(folder)
    assert all(str(fault) in str(caught.value) for fault in caught.value.faults)
    found: dict[str, str] = {}
    for fault in caught.value.faults:
        key = f"{Path(fault.file).name}: {fault.key}"
        found[key] = f"{found[key]}\n{fault.expected}" if key in found else fault.expected
    return found


def test_a_valid_exercise_is_found_with_its_files(course: CourseBuilder) -> None:
    """Hidden and visible checks, reference and template, exact points; and no line of checks.py is run."""
    exercise = load_exercise(course.exercise())
    assert exercise.visible == ("test_open",)
    assert exercise.hidden == ("test_hinted", "test_secret")
    assert exercise.spec.max_points == Decimal(4)
    assert exercise.reference == course.root / "reference_solutions" / "1.1-work"
    assert exercise.template == course.root / "student_template" / "1.1-work"
    assert exercise.inside_file is None


def test_what_students_get_lacks_hidden_checks_and_is_valid(course: CourseBuilder) -> None:
    """Without checks.py, checks that are not in visible.py are the instructor's, and no fault."""
    exercise = load_exercise(course.exercise(checks=None))
    assert exercise.checks_file is None
    assert (exercise.visible, exercise.hidden) == (("test_open",), ("test_hinted", "test_secret"))


def test_all_faults_are_told_at_once(course: CourseBuilder) -> None:
    """Unknown keys, negative points, a check that does not exist and a circle, in one go."""
    spec = VALID.replace("points = 1\n", 'points = -1\nneeds = ["test_hinted"]\n').replace("[[check]]", "[[check]]", 1)
    spec = spec.replace("points = 2.5", "pionts = 2.5").replace('"test_secret"', '"test_secrets"')
    faults = faults_of(course.exercise(spec='colour = "red"\n' + spec))
    assert faults["exercise.toml: colour"].startswith("unknown key; the keys here are `format`")
    assert faults["exercise.toml: check[0].points"] == "a number of at least 0, not -1"
    assert faults["exercise.toml: check[1].pionts"] == "unknown key; did you mean `points`?"
    assert faults["exercise.toml: check[1].points"] == "this key is required"
    assert "there is no `test_secrets`; did you mean `test_secret`?" in faults["exercise.toml: check[2].name"]
    assert "[[check]] of that name" in faults["checks.py: test_secret"]
    circle = [words for key, words in faults.items() if key.endswith(".needs")]
    assert len(circle) == 1
    assert "`test_open` needs `test_hinted`" in circle[0]


@pytest.mark.parametrize(
    ("old", "new", "key", "expected"),
    [
        ("format = 1", "format = 2", "format", "1, not 2"),
        ('id = "1.1"', 'id = "1 1"', "id", 'an id such as 5.1.2: letters and digits, with dots between, not "1 1"'),
        ('slug = "work"', 'slug = "Work"', "slug", "a slug such as parallel-block"),
        ('slug = "work"', 'slug = "other"', "id", "rename it to `1.1-other`"),
        ('files = ["work.py"]', "files = []", "files", "at least one entry, not an empty list"),
        ('files = ["work.py"]', 'files = "work.py"', "files", 'a list, not "work.py"'),
        ('files = ["work.py"]', 'files = ["../work.py"]', "files[0]", "a path inside the exercise's folder"),
        ('files = ["work.py"]', 'files = ["random.py"]', "files[0]", "another name"),
        ('files = ["work.py"]', 'files = ["other.py"]', "files[0]", "1.1-work/other.py is missing"),
        ('files = ["work.py"]', 'files = ["work.py", "work.py"]', "files[1]", "stands here twice"),
        ("points = 1\n", "points = true\n", "check[0].points", "a number, not true"),
        ("points = 1\n", 'points = "many"\n', "check[0].points", 'a number, not "many"'),
        ("points = 1\n", "points = 0.0001\n", "check[0].points", "a number with at most 3 decimal places"),
        ("points = 1\n", "points = nan\n", "check[0].points", "a finite number"),
        ('"nothing"', '"none"', "check[2].show", "'full', 'hint', 'name' or 'nothing'"),
        ('"test_secret"', '"test_open"', "check[2].name", "stands here twice"),
        ('["test_open"]', '["test_opne"]', "check[1].needs[0]", "there is no `test_opne`; did you mean `test_open`?"),
        ('["test_open"]', '["test_hinted"]', "check[1].needs", "no circle; `test_hinted` needs `test_hinted`"),
        ('name = "test_open"', 'name = "test_open"\nshow = "hint"', "check[0].show", '"full", as `test_open` is in'),
        ('hint = "Look at the shapes."', "hint = { fr = 'x' }", "check[1].hint.fr", "unknown key"),
        ("[[check]]", '[limits]\nmemory = "1 GB"\n\n[[check]]', "limits.memory", '"512 MiB" or "1 GiB"'),
        ("[[check]]", "[limits]\nsecond = 3\n\n[[check]]", "limits.second", "did you mean `seconds`?"),
        ("[[check]]", "[limits]\nseconds = inf\n\n[[check]]", "limits.seconds", "3600"),
        ("[[check]]", "[limits]\nthreads = true\n\n[[check]]", "limits.threads", "a whole number, not true"),
        (VALID[VALID.index("[[check]]") :], "check = 3\n", "check", "a list, not 3"),
    ],
)
def test_a_fault_names_its_key_and_what_was_expected(
    course: CourseBuilder, old: str, new: str, key: str, expected: str
) -> None:
    """Each fault of a spec in plain words, under its dotted key."""
    faults = faults_of(course.exercise(spec=VALID.replace(old, new, 1)))
    assert expected in faults[f"exercise.toml: {key}"]


def test_a_wrong_solution_must_exist_and_lose_checks_that_exist(course: CourseBuilder) -> None:
    """A missing file and an unknown check are both told."""
    wrong = '\n[[wrong]]\nfile = "wrong/none.py"\nloses = ["test_opened"]\nwhy = "an example"\n'
    faults = faults_of(course.exercise(spec=VALID + wrong))
    assert "`wrong/none.py` is missing" in faults["exercise.toml: wrong[0].file"]
    assert "did you mean `test_open`?" in faults["exercise.toml: wrong[0].loses[0]"]


def test_two_circles_are_both_told(course: CourseBuilder) -> None:
    """Mending one circle must not bring up the next."""
    spec = (
        VALID.replace("points = 1\n", 'points = 1\nneeds = ["test_hinted"]\n')
        + 'needs = ["test_other"]\n\n[[check]]\nname = "test_other"\npoints = 1\nneeds = ["test_secret"]\n'
    )
    checks = HIDDEN_TESTS + "def test_other(student):\n    pass\n"
    faults = faults_of(course.exercise(spec=spec, checks=checks))
    assert sum("no circle" in words for words in faults.values()) == 2


@pytest.mark.parametrize(
    ("checks", "key", "expected"),
    [
        ("def broken(:\n", "", "a Python file; "),
        (HIDDEN_TESTS + "class TestMore:\n    pass\n", "TestMore", "not a class (line 6)"),
        (HIDDEN_TESTS + "def test_hinted(student):\n    pass\n", "test_hinted", "line 6 hides the one of line 1"),
        (HIDDEN_TESTS + "test_made = make()\n", "test_made", "a [[check]] of that name"),
    ],
)
def test_faults_of_the_checks_file_name_the_line(course: CourseBuilder, checks: str, key: str, expected: str) -> None:
    """What is wrong in checks.py is told with its line."""
    assert expected in faults_of(course.exercise(checks=checks))[f"checks.py: {key}"]


def test_a_check_is_hidden_or_visible(course: CourseBuilder) -> None:
    """One function in both files would be graded twice."""
    faults = faults_of(course.exercise(visible=VISIBLE + "def test_hinted(student):\n    pass\n"))
    assert "not in both" in faults["exercise.toml: check[1].name"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [(b"\xff\xfe", "text in UTF-8; byte 0 is not"), (b"id = ", "TOML; "), (None, "a file; it is missing")],
)
def test_a_spec_that_cannot_be_read_is_one_fault(course: CourseBuilder, content: bytes | None, expected: str) -> None:
    """Not UTF-8, not TOML, not there."""
    folder = course.exercise()
    path = folder / "exercise.toml"
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    faults = faults_of(folder)
    assert list(faults) == ["exercise.toml: "]
    assert expected in faults["exercise.toml: "]


@pytest.mark.parametrize("name", ["exercise.toml", "checks.py", "visible.py", "inside.py"])
def test_the_digest_covers_everything_that_decides_a_verdict(course: CourseBuilder, name: str) -> None:
    """A change of any file that takes part in grading is another version of the exercise."""
    folder = course.exercise()
    course.write(folder / "inside.py", "")
    before = load_exercise(folder).digest
    course.write(folder / name, (folder / name).read_text() + "\n# changed\n")
    assert load_exercise(folder).digest != before


def test_the_digest_does_not_cover_the_statement(course: CourseBuilder) -> None:
    """A corrected statement is the same exercise."""
    folder = course.exercise()
    before = load_exercise(folder).digest
    course.write(folder / "README.md", "# corrected\n")
    assert load_exercise(folder).digest == before
