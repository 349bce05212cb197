"""The installed command on the built-in course: quick where nothing is graded, right where something is."""

import json
import os
import pty
import select
import subprocess
import time
from pathlib import Path

import jsonschema
import pytest

from tests.acceptance.conftest import GRADE, REPOSITORY, Run

pytestmark = pytest.mark.acceptance

BLOCK = "5.1.2-parallel-block"


def test_from_template_to_full_marks(grade: Run, tmp_path: Path) -> None:
    """A student starts, sees nothing pass, solves it, checks, submits twice, and has both attempts."""
    work = tmp_path / "work"
    assert grade("start", work, "-e", "5.1.2").returncode == 0
    checked = grade("check", work)
    assert checked.returncode == 0
    assert "0 / 2" in checked.stdout
    assert "Not handed in" in checked.stdout

    solution = (REPOSITORY / "reference_solutions" / BLOCK / "parallel_block.py").read_text()
    (work / BLOCK / "parallel_block.py").write_text(solution)
    first = grade("submit", work, "-e", "parallel-block", "--json", "--learner", "ada", "--output", tmp_path / "out")
    assert first.returncode == 0, first.stderr
    document = json.loads(first.stdout)
    schema = json.loads((REPOSITORY / "docs" / "reference" / "summary.schema.json").read_text())
    jsonschema.validate(document, schema)
    assert (document["status"], document["score"], document["learner"]) == ("graded", document["max_score"], "ada")
    assert json.loads((tmp_path / "out" / "summary.json").read_text()) == document

    again = grade("submit", work / BLOCK, "--seed", document["reports"][0]["seed"])
    assert "Attempt 1." in again.stdout
    assert [path.name for path in sorted(work.glob(".grader/attempts/*"))] == ["0001.json"]
    assert [path.name for path in sorted((work / BLOCK).glob(".grader/attempts/*"))] == ["0001.json"]


def test_try_shows_an_author_why_a_wrong_solution_fails(grade: Run) -> None:
    """One check, one file, everything shown."""
    wrong = REPOSITORY / "exercises" / BLOCK / "wrong" / "dim_zero.py"
    done = grade("try", "test_equal_widths", "--against", wrong)
    assert done.returncode == 0, done.stderr
    assert "✗ failed" in done.stdout
    assert "test_equal_widths" in done.stdout
    assert "seed" in done.stdout


def test_a_person_at_a_terminal_sees_progress_and_color(tmp_path: Path) -> None:
    """On a terminal the report is colored, and with NO_COLOR it is not; neither is damaged by the progress."""
    for no_color in ("", "1"):
        text = at_a_terminal("submit", REPOSITORY / "reference_solutions" / BLOCK, no_color=no_color, record=tmp_path)
        assert "20 / 20" in text
        assert ("\x1b[32m✓ passed" in text) is (not no_color)


def at_a_terminal(*arguments: str | Path, no_color: str, record: Path) -> str:
    """Run `grade` at a pseudo-terminal, on a copy of the last argument, and return what appeared there."""
    *before, source = arguments
    folder = record / f"copy{no_color}" / BLOCK
    folder.mkdir(parents=True)
    (folder / "parallel_block.py").write_bytes((Path(source) / "parallel_block.py").read_bytes())
    ours, theirs = pty.openpty()
    environ = os.environ | {"TERM": "xterm", "COLUMNS": "80", "NO_COLOR": no_color}
    process = subprocess.Popen([GRADE, *before, folder], stdin=theirs, stdout=theirs, stderr=theirs, env=environ)
    os.close(theirs)
    seen = b""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        ready, _, _ = select.select([ours], [], [], 1)
        try:
            chunk = os.read(ours, 65536) if ready else b""
        except OSError:  # Linux reports the end of a terminal as an error
            break
        seen += chunk
        if not chunk and process.poll() is not None:
            break
    os.close(ours)
    assert process.wait(timeout=30) == 0, seen
    return seen.decode()
