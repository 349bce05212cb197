"""What a command that is ended leaves: nothing where it can help it, and otherwise nothing after the next one."""

import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.confine.nests import sweep_dead
from tests.acceptance.conftest import GRADE, REPOSITORY
from tests.polling import eventually
from tests.warm import left_in

pytestmark = pytest.mark.acceptance

COURSE = REPOSITORY / "tests" / "hostile" / "target"
SLOW = "import time\n\n\ndef scale(x):\n    time.sleep(600)\n"
COMMANDS = ["submit", "watch", "batch"]


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    """Return a temporary folder that no other command uses, and that students' user ids can enter."""
    folder = tmp_path / "temporary"
    folder.mkdir(mode=0o711)
    return folder


@pytest.fixture
def start(tmp_path: Path, temporary: Path) -> Callable[[str], "subprocess.Popen[bytes]"]:
    """Return a function that starts a command on a submission that takes long."""
    work = tmp_path / "submissions" / "ada" / "9.9-target"
    work.mkdir(parents=True)
    (work / "target.py").write_text(SLOW, encoding="utf-8")
    environ = {key: value for key, value in os.environ.items() if not key.startswith("GRADER_")}

    def begin(command: str) -> "subprocess.Popen[bytes]":
        folder = work.parents[1] if command == "batch" else work.parent
        more = ["--isolation", "process"] if command == "batch" else []
        return subprocess.Popen(
            [str(GRADE), command, str(folder), "--course", str(COURSE), *more],
            env=environ | {"TMPDIR": str(temporary)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    return begin


def is_grading(temporary: Path) -> bool:
    """Tell whether copies of a submission and a work folder are there: more than the command's own scratch."""
    return len(left_in(temporary)) >= 3


@pytest.mark.parametrize("command", COMMANDS)
def test_the_next_command_removes_what_a_killed_one_left(
    command: str, start: Callable[[str], "subprocess.Popen[bytes]"], temporary: Path
) -> None:
    with start(command) as process:
        assert eventually(lambda: is_grading(temporary))
        process.kill()
    assert left_in(temporary)
    with start(command) as process:
        assert eventually(lambda: len(list(temporary.glob("grader-nest-*"))) == 1 and is_grading(temporary))
        process.kill()
    sweep_dead(temporary)
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize(
    ("command", "number"),
    [("submit", signal.SIGTERM), ("submit", signal.SIGHUP), ("watch", signal.SIGHUP), ("batch", signal.SIGTERM)],
)
def test_who_is_asked_to_end_leaves_nothing(
    command: str, number: signal.Signals, start: Callable[[str], "subprocess.Popen[bytes]"], temporary: Path
) -> None:
    with start(command) as process:
        assert eventually(lambda: is_grading(temporary))
        process.send_signal(number)
        process.communicate(timeout=60)
    assert process.returncode == 128 + number
    assert list(temporary.iterdir()) == []
