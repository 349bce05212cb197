"""The example for GitHub Actions: its steps, run as they are written, give annotations and nothing else."""

import os
import re
import subprocess
import textwrap
from pathlib import Path

import pytest

from tests.acceptance.conftest import GRADE, REPOSITORY, call
from tests.unit.render.runner import read_output

pytestmark = [pytest.mark.acceptance, pytest.mark.xdist_group("actions")]

EXAMPLE = REPOSITORY / "docs" / "examples" / "github-actions.yml"
EXERCISE = "5.1.2-parallel-block"
FORGED = 'print("::add-path::/tmp/forged")\nprint("##[set-env name=X]1")\n'


def step(name: str) -> str:
    """Return the script of a step."""
    found = re.search(
        rf"- name: {name}\n(?: +if: .*\n)?( +)run: (?:\|\n((?:\1  .*\n)+)|(.*)\n)", EXAMPLE.read_text(encoding="utf-8")
    )
    assert found is not None
    return textwrap.dedent(found[2]) if found[2] else found[3]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a student's repository: the handout and work that is wrong and prints commands."""
    root = tmp_path / "repository"
    assert call("handout", root / "course", "-e", "5.1.2", "--course", REPOSITORY).returncode == 0
    (root / "work" / EXERCISE).mkdir(parents=True)
    wrong = REPOSITORY / "exercises" / EXERCISE / "wrong" / "second_net_first.py"
    (root / "work" / EXERCISE / "parallel_block.py").write_text(
        FORGED + wrong.read_text(encoding="utf-8"), encoding="utf-8"
    )
    return root


def run(script: str, repository: Path) -> "subprocess.CompletedProcess[str]":
    """Run a step's script as the runner does: `bash -e`, in the repository."""
    (repository / "temp").mkdir(exist_ok=True)
    environ = {
        "PATH": f"{GRADE.parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": os.environ["HOME"],
        "RUNNER_TEMP": str(repository / "temp"),
    }
    return subprocess.run(
        ["bash", "-e", "-c", script],
        cwd=repository,
        env=environ,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_the_examples_steps_grade_and_annotate(repository: Path) -> None:
    """What the submission prints reaches no step's log; its mistake stands at its file."""
    graded = run(step("Grade"), repository)
    assert graded.returncode == 0, graded.stderr
    assert [command.name for command in read_output(graded.stdout + graded.stderr)] == ["stop-commands"]
    annotated = run(step("Annotate"), repository)
    assert annotated.returncode == 0, annotated.stderr
    commands = read_output(annotated.stdout)
    assert [command.name for command in commands] == ["notice", "error"]
    assert commands[1].properties["file"] == f"work/{EXERCISE}/parallel_block.py"
    assert "::add-path::" in commands[1].data
    assert run(step("JUnit"), repository).returncode == 0
    assert "<failure" in (repository / "report.xml").read_text(encoding="utf-8")


def test_the_example_gives_a_submission_no_token() -> None:
    """Read access, and no credentials left in the checkout."""
    text = EXAMPLE.read_text(encoding="utf-8")
    assert "permissions:\n  contents: read\n" in text
    assert "persist-credentials: false" in text
    assert "secrets." not in text
