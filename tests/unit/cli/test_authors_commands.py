"""`new`, `audit`, `handout` and `watch` on the command line; nothing here starts a process that grades."""

import json
from pathlib import Path

import pytest

from grader.audit.figures import (
    CheckTime,
    CourseAudit,
    CoverageFigures,
    ExerciseAudit,
    MutantFigures,
    MutationFigures,
    StabilityFigures,
)
from grader.audit.finding import Finding
from grader.cli.audit_page import render
from grader.cli.watch import Watch, follow
from grader.model.report import Report
from grader.render.base import Page
from grader.spec.discover import load_course
from tests.unit.audit.course import finished
from tests.unit.cli.conftest import Grade
from tests.unit.cli.fakes import FakeGrader
from tests.unit.spec.builder import CourseBuilder

pytestmark = pytest.mark.unit


def test_new_makes_an_exercise_and_says_what_is_next(grade: Grade, tmp_path: Path) -> None:
    """Folders on stdout, advice on stderr."""
    done = grade("new", "7.1", "scale", "--course", tmp_path / "mine")
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        str(tmp_path / "mine" / part / "7.1-scale") for part in ("exercises", "reference_solutions", "student_template")
    ]
    assert "grade audit 7.1 --course" in done.stderr


def test_new_goes_into_the_course_that_there_is(grade: Grade, course: CourseBuilder) -> None:
    """Beside its exercises."""
    assert grade("new", "1.3", "more").exit_code == 0
    assert (course.root / "exercises" / "1.3-more" / "exercise.toml").is_file()
    assert grade("new", "1.4", "more", "--course", course.root / "exercises").exit_code == 2


def test_an_audit_of_files_finds_what_is_missing(grade: Grade, course: CourseBuilder) -> None:
    """Status 1, findings by exercise on stdout, progress on stderr."""
    done = grade("audit", "1.1", "--only", "S107", "--only", "hints")
    assert done.exit_code == 1
    assert "S107 error   NOTES.md" in done.stdout
    assert "S103" not in done.stdout
    assert done.stdout.splitlines()[-1].startswith("audit of 1 exercise: 3 errors")
    assert done.stderr.startswith("[1/1] 1.1-work: 3 errors, 0 warnings, 0 notes")


def test_an_audit_is_one_document_for_machines(grade: Grade) -> None:
    """With rule, severity and place of every finding."""
    done = grade("audit", "--only", "notes", "--json")
    document = json.loads(done.stdout)
    assert [audit["exercise"] for audit in document["exercises"]] == ["1.1-work", "1.2-play"]
    finding = document["exercises"][0]["findings"][0]
    assert (finding["rule"], finding["severity"], finding["where"]) == ("S107", "error", "NOTES.md")


def test_a_good_audit_ends_with_0(grade: Grade, tmp_path: Path) -> None:
    """No finding of severity error."""
    finished(tmp_path / "good")
    done = grade("audit", "--only", "static", "--course", tmp_path / "good")
    assert (done.exit_code, done.stdout.splitlines()[-1][:31]) == (0, "audit of 1 exercise: no errors,")


def test_a_rule_that_does_not_exist_is_refused(grade: Grade) -> None:
    """With the families that there are."""
    done = grade("audit", "--only", "X9")
    assert done.exit_code == 2
    assert "static, verdicts, vacuous, liars, coverage, mutation, stability" in " ".join(done.stderr.split())


def an_audit() -> CourseAudit:
    """Return an audit with something of everything."""
    mutants = (
        MutantFigures(
            id="swap-dim-00000001", operator="swap-dim", file="a.py", line=3, state="killed", killed_by=("test_a",)
        ),
        MutantFigures(id="number-00000002", operator="number", file="a.py", line=4, state="survived"),
    )
    findings = (
        Finding(rule="M501", name="killed-share", severity="error", message="1 of 2"),
        Finding(
            rule="M502",
            name="survivor",
            severity="warning",
            where="number-00000002",
            message="lives",
            diff="-a\n+b\x1b[31m",
        ),
    )
    one = ExerciseAudit(
        exercise="1.1-work",
        title="题目",
        families=("mutation",),
        findings=findings,
        coverage=CoverageFigures(lines=0.5, branches=1),
        mutation=MutationFigures(checks=("test_a", "test_b"), mutants=mutants),
        stability=StabilityFigures(runs=3, times=(CheckTime(check="test_a", median=0.25, longest=1, limit=5),)),
        gradings=10,
        seconds=12.3,
    )
    return CourseAudit(quick=False, exercises=(one,), seconds=13)


def test_the_table_has_a_row_for_each_exercise() -> None:
    """Findings, coverage, mutants, the slowest check; it fits into 80 columns."""
    page = render(an_audit(), Page(width=80))
    row = next(line for line in page.splitlines() if line.startswith("1.1-work ") and "%" in line)
    assert row.split() == ["1.1-work", "1", "1", "0", "50%", "100%", "1/2", "0.25/5", "12", "s"]
    assert max(map(len, page.splitlines())) <= 80


def test_a_survivor_is_shown_as_a_diff_and_nothing_escapes() -> None:
    """Control characters of a source never reach a terminal."""
    page = render(an_audit(), Page(width=80))
    assert "      -a\n      +b" in page
    assert "\x1b" not in page


def test_the_matrix_has_a_column_for_each_check() -> None:
    """And a row for each mutant."""
    page = render(an_audit(), Page(width=80), matrix=True)
    assert "a  test_a: kills 1, 1 of them alone" in page
    assert "a.  killed     a.py:3 swap-dim-00000001" in page
    assert "..  survived   a.py:4 number-00000002" in page


def test_handout_says_what_it_built(grade: Grade, course: CourseBuilder, tmp_path: Path) -> None:
    """A folder in which the commands for students work."""
    done = grade("handout", tmp_path / "out")
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith(f"{tmp_path / 'out'}: 2 exercises, ")
    assert [exercise.spec.id for exercise in load_course(tmp_path / "out").exercises] == ["1.1", "1.2"]
    assert grade("handout", tmp_path / "again", "--course", tmp_path / "out").exit_code == 3
    course.write(course.root / "exercises" / "1.2-play" / "exercise.toml", "format = 2\n")
    assert grade("handout", tmp_path / "third").exit_code == 3
    assert not (tmp_path / "third").exists()


def watched(course: CourseBuilder, grader: FakeGrader, folder: Path, tmp_path: Path) -> Watch:
    exercises = load_course(course.root).exercises
    return Watch(grader, exercises, folder, tmp_path / "scratch", "en", "auto")


def test_watch_grades_what_is_saved_and_only_that(
    course: CourseBuilder, grader: FakeGrader, folder: Path, tmp_path: Path
) -> None:
    """At first everything that is there; then the exercise whose file changed, with its new content."""
    shown: list[Report] = []
    turns = iter(["", "save", "touch a dotfile", "remove", "end"])

    def wait() -> bool:
        turn = next(turns)
        if turn == "save":
            (folder / "1.2-play" / "play.py").write_text("answer = 'a longer one'\n")
        if turn == "touch a dotfile":
            (folder / "1.2-play" / ".play.py.swp").write_text("")
        if turn == "remove":
            (folder / "1.1-work" / "work.py").unlink()
        return turn != "end"

    follow(watched(course, grader, folder, tmp_path), shown.append, wait)
    assert [report.exercise.id for report in shown] == ["1.1", "1.2", "1.2"]
    assert grader.graded_files["play.py"] == "answer = 'a longer one'\n"
    assert {only for _, only in grader.calls} == {("test_open",)}


def test_watch_waits_until_a_file_is_written(
    course: CourseBuilder, grader: FakeGrader, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An editor that empties a file before it fills it gets one report, on what it has written."""
    work = folder / "1.2-play" / "play.py"
    naps = iter(["rests", "rests", "is filled"])

    def nap(_seconds: float) -> None:
        if next(naps, "rests") == "is filled":
            work.write_text("answer = 'the whole of it'\n")

    monkeypatch.setattr("grader.cli.watch.time.sleep", nap)
    shown: list[Report] = []
    turns = iter(["", "empty", "", "end"])

    def wait() -> bool:
        turn = next(turns)
        if turn == "empty":
            work.write_text("")
        return turn != "end"

    follow(watched(course, grader, folder, tmp_path), shown.append, wait)
    assert [report.exercise.id for report in shown] == ["1.1", "1.2", "1.2"]
    assert grader.graded_files["play.py"] == "answer = 'the whole of it'\n"


def test_watch_says_when_there_is_nothing_yet(
    course: CourseBuilder, grader: FakeGrader, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Once, and goes on looking: the first file that appears is graded."""
    (tmp_path / "empty").mkdir()
    shown: list[Report] = []
    turns = iter([1, 2, 3])

    def wait() -> bool:
        turn = next(turns)
        if turn == 2:
            CourseBuilder.write(tmp_path / "empty" / "1.1-work" / "work.py", "answer = 1\n")
        return turn != 3

    follow(watched(course, grader, tmp_path / "empty", tmp_path), shown.append, wait)
    assert [report.exercise.id for report in shown] == ["1.1"]
    assert capsys.readouterr().err.count("Nothing to check yet") == 1


def test_watch_refuses_exercises_without_checks_to_run(grade: Grade, course: CourseBuilder) -> None:
    """It would wait forever."""
    course.exercise(
        "1.1",
        "work",
        visible=None,
        checks="def test_open(student):\n    pass\n\n"
        + (course.root / "exercises" / "1.1-work" / "checks.py").read_text(),
    )
    (course.root / "exercises" / "1.1-work" / "visible.py").unlink()
    assert grade("watch", course.root, "-e", "1.1").exit_code == 2
