"""Where a wall is missing, other people's work is refused and not graded behind a lower one."""

import json
import os
import platform
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.hostile.rows import HERE, TARGET

pytestmark = [
    pytest.mark.hostile,
    pytest.mark.skipif(platform.system() != "Linux", reason="the walls are Linux's"),
]

WALLS = ("landlock", "seccomp")


@pytest.fixture
def honest(tmp_path: Path) -> Path:
    """An honest submission that leaves a trace when it is run."""
    for source in (TARGET / "reference_solutions/9.9-target").glob("*.py"):
        (tmp_path / source.name).write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    with (tmp_path / "target.py").open("a", encoding="utf-8") as file:
        file.write(f"try:\n    open({str(tmp_path / 'trace')!r}, 'w').close()\nexcept OSError:\n    pass\n")
    return tmp_path


def grade(wall: str, when: str, isolation: str, submission: Path, *, inside: tuple[str, ...] = ()) -> dict[str, Any]:
    """Grade on a machine that lacks a wall, `inside` of what a command makes."""
    command = [*inside, sys.executable, "-I", str(HERE / "lacking.py")]
    command += [wall, when, isolation, str(TARGET), str(submission)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.parametrize("wall", WALLS)
def test_confined_is_refused(honest: Path, wall: str) -> None:
    """What demands confinement stops before a process is started, and says what is missing and what to do."""
    found = grade(wall, "before", "confined", honest)
    assert found["refused"] == "EnvironmentFault"
    assert wall in found["message"]
    assert "--isolation process" in found["advice"]
    assert not (honest / "trace").exists()


@pytest.mark.parametrize("wall", WALLS)
def test_a_wall_that_goes_away_is_no_verdict(honest: Path, wall: str) -> None:
    """A student process that cannot be confined ends before it reads the submission; the score is withheld."""
    found = grade(wall, "after", "confined", honest)
    assert found["status"] == "internal"
    assert found["score"] is None
    assert set(found["checks"].values()) == {"internal"}
    assert found["faults"] == ["grader", "grader"]
    assert all("confined" in message for message in found["messages"])
    assert not (honest / "trace").exists()


@pytest.mark.parametrize("wall", WALLS)
def test_auto_says_what_it_had(honest: Path, wall: str) -> None:
    """A person's own folder is graded with what is there, and the report says that it was no confinement."""
    found = grade(wall, "before", "auto", honest)
    assert found["status"] == "graded"
    assert found["score"] == "2"
    assert found["isolation"] == "process"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can map that many ids")
def test_root_of_a_container_with_few_ids(honest: Path) -> None:
    """Where the ids for students do not exist, their processes do without, behind the same walls."""
    inside = (sys.executable, "-I", str(HERE / "container.py"))
    found = grade("nothing", "before", "confined", honest, inside=inside)
    assert found["status"] == "graded", found
    assert found["score"] == "2"
    assert found["isolation"] == "confined"
