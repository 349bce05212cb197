"""The authoring guide is followed to the letter, and what it promises holds."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.acceptance, pytest.mark.xdist_group("guide")]

GUIDE = Path(__file__).parents[2] / "docs" / "authoring.md"
FILE = re.compile(r"\*\*`(?P<path>[^`]+)`\*\*\n\n```\w+\n(?P<content>.*?)```", re.DOTALL)
COMMAND = re.compile(r"^\$ grade (?P<arguments>.+)$", re.MULTILINE)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write every file that the guide shows."""
    root = tmp_path_factory.mktemp("guide") / "my-course"
    for match in FILE.finditer(GUIDE.read_text(encoding="utf-8")):
        path = root / match["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(match["content"], encoding="utf-8")
    return root


def grade(course: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("grade")), *arguments]
    return subprocess.run(command, cwd=course.parent, capture_output=True, text=True, timeout=120, check=False)


def test_the_guides_commands_work_as_written(course: Path) -> None:
    """Every command on the page runs in the folder that the page describes."""
    commands = [shlex.split(match["arguments"]) for match in COMMAND.finditer(GUIDE.read_text(encoding="utf-8"))]
    assert {command[0] for command in commands} == {"try", "submit"}
    for command in commands:
        done = grade(course, *command)
        assert done.returncode == 0, f"grade {command}: {done.stderr}"


@pytest.mark.parametrize(("folder", "score"), [("reference_solutions", "5"), ("student_template", "0")])
def test_the_guides_exercise_grades(course: Path, folder: str, score: str) -> None:
    """Its reference earns every point and its template none."""
    done = grade(course, "submit", f"my-course/{folder}", "--course", "my-course", "--json")
    assert json.loads(done.stdout)["score"] == score, done.stderr


def test_the_guides_wrong_answer_loses_what_the_guide_says(course: Path) -> None:
    """The wrong solution loses test_learns and no other check."""
    handed_in = course.parent / "handed-in" / "7.1-scale"
    handed_in.mkdir(parents=True)
    wrong = course / "exercises" / "7.1-scale" / "wrong" / "scales_by_data.py"
    (handed_in / "scale.py").write_bytes(wrong.read_bytes())
    done = grade(course, "submit", "handed-in", "--course", "my-course", "--json")
    (report,) = json.loads(done.stdout)["reports"]
    assert [check["name"] for check in report["checks"] if check["status"] != "passed"] == ["test_learns"]


def test_every_key_of_a_spec_is_explained() -> None:
    """Keys of checks, limits and wrong solutions all have their line in the guide."""
    guide = GUIDE.read_text(encoding="utf-8")
    schema = json.loads((GUIDE.parent / "reference" / "exercise.schema.json").read_text(encoding="utf-8"))
    for definition in ("Check", "Limits", "Manual", "Wrong"):
        prefix = f"{definition.lower()}."
        for key in schema["$defs"][definition]["properties"]:
            assert f"`{prefix}{key}`" in guide, f"{prefix}{key}"
