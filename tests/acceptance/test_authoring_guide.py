"""The authoring guide is followed to the letter, and what it promises holds."""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = [pytest.mark.acceptance, pytest.mark.xdist_group("guide")]

GUIDE = Path(__file__).parents[2] / "docs" / "authoring.md"
STEP = re.compile(
    r"^\*\*`(?P<path>[^`]+)`\*\*\n\n```\w+\n(?P<content>.*?)```"
    r"|^\$ (?P<command>[^#\n]+)(# exit status (?P<status>\d))?",
    re.DOTALL | re.MULTILINE,
)


@dataclass
class Followed:
    """Where the guide was followed, and what each of its commands did."""

    folder: Path
    done: list[tuple[str, int, subprocess.CompletedProcess[str]]]

    def of(self, beginning: str) -> list[subprocess.CompletedProcess[str]]:
        """Return what the commands did that begin like this."""
        return [done for command, _, done in self.done if command.startswith(beginning)]


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Followed:
    """Do what the guide says, from its first line to its last: write each file, run each command."""
    folder = tmp_path_factory.mktemp("guide")
    followed = Followed(folder, [])
    for step in STEP.finditer(GUIDE.read_text(encoding="utf-8")):
        if step["path"]:
            path = folder / "my-course" / step["path"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(step["content"], encoding="utf-8")
        else:
            command = step["command"].strip()
            followed.done.append((command, int(step["status"] or 0), run(folder, command)))
    return followed


def run(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=os.environ | {"PATH": path, "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


def test_the_guides_commands_work_as_written(guide: Followed) -> None:
    """Every command on the page ends as the page says."""
    for command, status, done in guide.done:
        assert done.returncode == status, f"{command}: {done.stdout}{done.stderr}"
    words = {command.split()[1] for command, _, _ in guide.done if command.startswith("grade ")}
    assert words == {"new", "audit", "try", "submit", "handout"}


def test_a_skeleton_audits_with_only_its_todo_findings(guide: Followed) -> None:
    """The audit of what `grade new` makes says TODO, again and again, and nothing else."""
    first, _ = guide.of("grade audit")
    rules = re.findall(r"^  ([A-Z]\d{3}) ", first.stdout, re.MULTILINE)
    assert set(rules) == {"S111"}


def test_the_guide_leads_to_a_clean_audit(guide: Followed) -> None:
    """Not a finding of any severity, and no mutant survives."""
    _, last = guide.of("grade audit")
    table = last.stdout.splitlines()
    assert table[0].startswith("exercise")
    assert table[-1].startswith("audit of 1 exercise: no errors")
    assert not re.findall(r"^  [A-Z]\d{3} ", last.stdout, re.MULTILINE)


def test_the_guides_exercise_grades(guide: Followed) -> None:
    """Its reference earns every point and its template none."""
    answer, template = guide.of("grade submit")
    assert re.search(r"\b6 / 6\b", answer.stdout)
    assert re.search(r"\b0 / 6\b", template.stdout)


def test_a_folder_for_students_holds_what_the_guide_says(guide: Followed) -> None:
    """And `grade check` works in it alone."""
    out = guide.folder / "for-students"
    names = {path.name for path in out.rglob("*") if path.is_file()}
    assert names == {"README.md", "README.zh.md", "exercise.toml", "visible.py", "scale.py"}
    started = run(
        guide.folder, "grade start work --course for-students && grade check work --course for-students --json"
    )
    assert started.returncode == 0, started.stderr
    (report,) = json.loads(started.stdout[started.stdout.index("{") :])["reports"]
    assert [check["name"] for check in report["checks"]] == ["test_starts_as_identity"]


def test_the_guides_wrong_answer_loses_what_the_guide_says(guide: Followed) -> None:
    """The wrong solution loses test_learns and no other check."""
    handed_in = guide.folder / "handed-in" / "7.1-scale"
    handed_in.mkdir(parents=True)
    wrong = guide.folder / "my-course" / "exercises" / "7.1-scale" / "wrong" / "scales_by_data.py"
    (handed_in / "scale.py").write_bytes(wrong.read_bytes())
    done = run(guide.folder, "grade submit handed-in --course my-course --json")
    (report,) = json.loads(done.stdout)["reports"]
    assert [check["name"] for check in report["checks"] if check["status"] != "passed"] == ["test_learns"]
