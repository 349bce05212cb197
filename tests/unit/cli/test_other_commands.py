"""The commands around `submit`: check, list, show, start, try, schema, doctor, and help."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from grader.cli.main import COMMANDS
from grader.spec.schema import SCHEMA_NAMES, schema_text
from tests.unit.cli.conftest import Grade
from tests.unit.cli.fakes import FakeGrader
from tests.unit.spec.builder import VISIBLE, CourseBuilder

pytestmark = pytest.mark.unit


def test_check_runs_what_may_be_read_and_records_nothing(grade: Grade, grader: FakeGrader, folder: Path) -> None:
    """Only the checks of visible.py, and no trace in the folder."""
    result = grade("check", folder)
    assert result.exit_code == 0
    assert grader.calls == [("1.1", ("test_open",)), ("1.2", ("test_open",))]
    assert "2 / 2" in result.stdout
    assert not (folder / ".grader").exists()


def test_check_says_where_there_is_nothing_to_read(
    grade: Grade, course: CourseBuilder, grader: FakeGrader, folder: Path
) -> None:
    """An exercise without visible checks is left out, and said."""
    exercise = course.root / "exercises" / "1.2-play"
    course.write(exercise / "checks.py", (exercise / "checks.py").read_text() + VISIBLE)
    (exercise / "visible.py").unlink()
    result = grade("check", folder)
    assert grader.calls == [("1.1", ("test_open",))]
    assert "1.2 has no checks that you may read" in result.stderr


def test_list_tells_points_and_what_the_folder_has(grade: Grade, folder: Path) -> None:
    """Present, missing, and not there at all."""
    (folder / "1.2-play" / "play.py").rename(folder / "1.2-play" / "other.py")
    lines = grade("list", folder).stdout.splitlines()
    assert lines[1:] == ["1.1  A title of 1.1  4  here: work.py", "1.2  A title of 1.2  4  missing: play.py"]
    rows = json.loads(grade("list", folder.parent, "--json").stdout)["exercises"]
    assert [(row["id"], row["max_points"], row["folder"]) for row in rows] == [("1.1", "4", None), ("1.2", "4", None)]


def test_list_shows_a_broken_exercise_with_its_first_fault(grade: Grade, course: CourseBuilder, folder: Path) -> None:
    """The others are listed all the same."""
    course.exercise("1.2", "play", spec="format = 1\n")
    lines = grade("list", folder).stdout.splitlines()
    assert "here: work.py" in lines[1]
    assert "spec is wrong: 1.2-play/exercise.toml: id: this key is required" in lines[2]


def test_show_prints_the_statement_in_the_language_asked_for(grade: Grade, course: CourseBuilder) -> None:
    """Raw Markdown in a pipe; English where a translation is missing, and said."""
    assert grade("show", "1.1").stdout == "# The statement of 1.1\n"
    assert grade("show", "work", "--lang", "zh").stdout == "# 1.1 的题目\n"
    (course.root / "exercises" / "1.1-work" / "README.zh.md").unlink()
    result = grade("show", "1.1", "--lang", "zh")
    assert result.stdout == "# The statement of 1.1\n"
    assert "没有中文的题目说明" in result.stderr


def test_show_suggests_for_a_typo(grade: Grade) -> None:
    """Exit status 2."""
    result = grade("show", "1.3")
    assert result.exit_code == 2
    assert "`grade list` lists them." in result.stderr


def test_start_hands_out_templates_and_overwrites_nothing(grade: Grade, tmp_path: Path) -> None:
    """A second start leaves the work as it is and hands out only what is new."""
    mine = tmp_path / "mine"
    result = grade("start", mine, "-e", "1.1")
    assert (mine / "1.1-work" / "work.py").read_text() == "answer = None  # TODO\n"
    assert f"{mine / '1.1-work'}: work.py" in result.stdout
    CourseBuilder.write(mine / "1.1-work" / "work.py", "my work")
    result = grade("start", mine)
    assert (mine / "1.1-work" / "work.py").read_text() == "my work"
    assert (mine / "1.2-play" / "play.py").exists()
    assert "1.1-work is there already" in result.stderr
    assert grade("start", mine).exit_code == 2
    assert sorted(path.name for path in mine.iterdir()) == ["1.1-work", "1.2-play"]


def test_start_says_why_it_cannot_write(grade: Grade, tmp_path: Path) -> None:
    """Exit status 4, and no half folder."""
    CourseBuilder.write(tmp_path / "file", "")
    result = grade("start", tmp_path / "file" / "below")
    assert result.exit_code == 4
    assert "cannot be written" in result.stderr


def test_try_runs_one_check_on_one_file_with_everything_shown(
    grade: Grade, course: CourseBuilder, grader: FakeGrader
) -> None:
    """The exercise is the one whose folder the file is in; hidden messages are shown; needs do not count."""
    grader.statuses = {"test_hinted": "failed"}
    wrong = course.write(course.root / "exercises" / "1.1-work" / "wrong" / "zero.py", "answer = 0\n")
    result = grade("try", "test_hinted", "--against", wrong)
    assert result.exit_code == 0
    assert grader.calls == [("1.1", ("test_hinted",))]
    assert grader.graded_files == {"work.py": "answer = 0\n"}
    for wanted in ("message of test_hinted", "printed in test_hinted", "seed 3"):
        assert wanted in result.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("test_open",), "Several exercises have a check `test_open`: 1.1, 1.2."),
        (("test_oepn", "-e", "1.1"), "Did you mean `test_open`?"),
        (("test_oepn",), "Did you mean `test_open`?"),
    ],
)
def test_try_says_what_it_could_not_make_out(
    grade: Grade, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    """Which exercise, or which check."""
    draft = CourseBuilder.write(tmp_path / "draft.py", "")
    result = grade("try", *arguments, "--against", draft)
    assert result.exit_code == 2
    assert said in result.stderr


@pytest.mark.parametrize("name", SCHEMA_NAMES)
def test_schema_prints_the_schema(grade: Grade, name: str) -> None:
    """As it lies in the repository."""
    known = {entry: schema_text(entry) for entry in SCHEMA_NAMES}
    assert [grade("schema", name).stdout] == [text for entry, text in known.items() if entry == name]


def test_doctor_tells_what_holds_and_what_is_missing(grade: Grade, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing torch is exit status 4 with advice; the table is a document with --json."""
    document = json.loads(grade("doctor", "--json").stdout)
    rows = {row["name"]: row for row in document["rows"]}
    assert {"python", "torch", "temporary folder", "course", "isolation", "landlock", "seccomp"} <= set(rows)
    assert rows["course"]["holds"]
    monkeypatch.setattr("importlib.metadata.version", lambda _name: "2.1.0")
    result = grade("doctor")
    assert result.exit_code == 4
    assert "✗ torch" in result.stdout
    assert "Install torch 2.6 or newer" in result.stdout
    assert "Something needed is missing: torch" in result.stderr


def test_an_unknown_command_gets_a_suggestion(grade: Grade) -> None:
    """Exit status 2."""
    result = grade("submti")
    assert result.exit_code == 2
    assert "Did you mean `grade submit`?" in result.stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_examples_in_its_help(grade: Grade, name: str) -> None:
    """And its first line is the one that `grade --help` lists."""
    text = grade(name, "--help").stdout
    assert f"Examples:\n    grade {name}" in text
    assert " ".join(COMMANDS[name][1].split()) in " ".join(text.split())
    assert COMMANDS[name][1] in grade("--help").stdout


@pytest.mark.parametrize("arguments", [("--help",), ("submit", "--help"), ("list",), ("show", "1.1")])
def test_light_commands_import_nothing_heavy(course: CourseBuilder, arguments: tuple[str, ...]) -> None:
    """No torch, pytest, numpy or rich console before something is graded or laid out."""
    script = (
        "import sys; from grader.cli.main import cli\n"
        f"cli({list(arguments)!r}, standalone_mode=False)\n"
        "heavy = {'torch', 'pytest', '_pytest', 'numpy', 'rich.console', 'grader.grading'} & set(sys.modules)\n"
        "sys.exit(f'imported {sorted(heavy)}' if heavy else 0)\n"
    )
    environ = {"GRADER_COURSE": str(course.root), "PATH": ""}
    done = subprocess.run([sys.executable, "-c", script], env=environ, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
