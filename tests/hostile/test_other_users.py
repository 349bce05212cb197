"""The table once more, as an ordinary user and as root whose students' processes have user ids of their own.

Continuous integration plays the whole table as an ordinary user; elsewhere the rows that run into time limits are left
out, since time is kept in the same way whoever one is.
"""

import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

import pytest

from grader.errors import EnvironmentFault
from tests.hostile.readable import make
from tests.hostile.rows import load_rows

pytestmark = [
    pytest.mark.hostile,
    pytest.mark.slow,
    pytest.mark.skipif(os.geteuid() != 0, reason="this is an ordinary user's run already: test_table.py is its table"),
]

ORDINARY: Final = 61236
SECONDS: Final = 900
OF_USER_IDS: Final = "stealing or leaving or leaking or surviving or ending or next_grading or zygote"
"""Classes in which it matters whose a process is."""

_GUESTS: Final = "from grader.sandbox.yard import guests_possible; print(guests_possible('confined'))"
WHOLE: Final = bool(os.environ.get("CI"))


@dataclass
class Run:
    """A run of the table by somebody else."""

    process: "subprocess.Popen[bytes]"
    output: IO[bytes]

    def finish(self) -> str:
        """Wait for its end; return what it printed."""
        try:
            self.process.wait(SECONDS)
        finally:
            self.stop()
        self.output.seek(0)
        return self.output.read().decode("utf-8", "replace")

    def stop(self) -> None:
        """End it, if it has not ended."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@pytest.fixture(scope="module")
def runs() -> Iterator[dict[str, Run]]:
    """Both runs, side by side, in a second home that everybody can read."""
    folder = Path(tempfile.mkdtemp(prefix="readable-"))
    folder.chmod(0o755)
    started: dict[str, Run] = {}
    try:
        try:
            python, tree = make(folder / "home", ORDINARY)
        except EnvironmentFault as fault:
            words = f"the table was not played as an ordinary user: {fault.message} {fault.advice}"
            pytest.fail(words) if WHOLE else pytest.skip(words)
        started["ordinary user"] = start(python, tree, folder, ORDINARY, [] if WHOLE else ["-m", "not slow"])
        started["guests"] = start(python, tree, folder, 0, ["-m", "not slow", "-k", OF_USER_IDS])
        assert subprocess.check_output([python, "-I", "-c", _GUESTS], text=True) == "True\n"
        yield started
    finally:
        for run in started.values():
            run.stop()
            run.output.close()
        shutil.rmtree(folder)


def start(python: Path, tree: Path, folder: Path, uid: int, choice: list[str]) -> Run:
    """Start pytest on the table as somebody else, in an environment made of nothing."""
    own = folder / f"of-{uid}"
    own.mkdir()
    os.chown(own, uid, uid)
    output = tempfile.TemporaryFile()  # noqa: SIM115 -- closed by the fixture
    command = [
        str(python),
        "-I",
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "tests/hostile/test_table.py",
        "tests/hostile/test_next_grading.py",
        "tests/hostile/test_zygote.py",
        *choice,
    ]
    process = subprocess.Popen(
        command,
        cwd=tree,
        env={"PATH": os.defpath, "HOME": str(own), "TMPDIR": str(own), "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1"},
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        user=uid,
        group=uid,
        extra_groups=[],
        start_new_session=True,
    )
    return Run(process, output)


def passed(text: str) -> int:
    """How many tests passed, by pytest's last line."""
    found = re.search(r"(\d+) passed", text.splitlines()[-1] if text else "")
    return int(found[1]) if found else 0


def test_the_table_holds_for_an_ordinary_user(runs: dict[str, Run]) -> None:
    """Without root and without cgroups every row ends as it must, and nothing of it is left."""
    text = runs["ordinary user"].finish()
    assert runs["ordinary user"].process.returncode == 0, text[-8000:]
    rows = [row for row in load_rows() if row.only_on in ("", "x86_64") and (WHOLE or not row.slow)]
    assert passed(text) >= len(rows), text[-2000:]
    assert not processes_of(ORDINARY)


def test_the_table_holds_for_students_with_user_ids_of_their_own(runs: dict[str, Run]) -> None:
    """Where root's interpreter is readable, students' processes are nobody, and the rows hold as well."""
    text = runs["guests"].finish()
    assert runs["guests"].process.returncode == 0, text[-8000:]
    assert passed(text) > 50, text[-2000:]


def processes_of(uid: int) -> list[str]:
    """Processes of a user, once those that are ending have had time to."""
    deadline = time.monotonic() + 5.0
    while True:
        found = [path.name for path in Path("/proc").iterdir() if path.name.isdecimal() and _owner(path) == uid]
        if not found or time.monotonic() > deadline:
            return found
        time.sleep(0.05)


def _owner(path: Path) -> int:
    try:
        return path.stat().st_uid
    except OSError:
        return -1
