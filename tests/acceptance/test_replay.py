"""`grade replay` with real processes: the recorded verdict again, and pdb in the check at a real terminal."""

import json
import os
import pty
import select
import subprocess
import time
from pathlib import Path

import pytest

from tests.acceptance.conftest import GRADE, REPOSITORY, Run

pytestmark = [pytest.mark.acceptance, pytest.mark.xdist_group("replay")]

EXERCISE = "5.1.2-parallel-block"
WRONG = REPOSITORY / "exercises" / EXERCISE / "wrong" / "second_net_first.py"
CHECK = "test_first_net_comes_first"


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a wrong submission in `work` and its full reports in `reports`."""
    root = tmp_path_factory.mktemp("replay")
    (root / "work" / EXERCISE).mkdir(parents=True)
    (root / "work" / EXERCISE / "parallel_block.py").write_bytes(WRONG.read_bytes())
    subprocess.run(
        [GRADE, "submit", root / "work", "-e", "5.1.2", "--output", root / "reports", "--course", REPOSITORY],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return root


def test_the_recorded_verdict_comes_again_with_the_same_evidence(grade: Run, graded: Path) -> None:
    """Same seed, same inputs, same message, alone instead of among others."""
    for check in (CHECK, "test_dim_is_a_choice"):
        done = grade("replay", graded / "reports", check, graded / "work", "--course", REPOSITORY)
        assert done.returncode == 0, done.stderr
        assert "The same verdict as in the report: ✗ failed" in done.stdout
        report = json.loads((graded / "reports" / f"{EXERCISE}.json").read_text(encoding="utf-8"))
        (recorded,) = [result for result in report["checks"] if result["name"] == check]
        assert recorded["message"].splitlines()[0] in done.stdout
        assert f"seed {recorded['seed']}" in done.stdout


def test_tensors_of_any_size_are_shown_with_their_values(grade: Run, graded: Path) -> None:
    """A report tells those of few elements; the verdict and its message stay the same."""
    done = grade("replay", graded / "reports", "test_concatenates", graded / "work", "--course", REPOSITORY)
    assert done.returncode == 0, done.stderr
    report = (graded / "reports" / f"{EXERCISE}.json").read_text(encoding="utf-8")
    assert "shape (6, 7), float32, cpu" in done.stdout
    assert done.stdout.count("tensor([[") == 0  # 42 elements are few
    done = grade("replay", graded / "reports", "test_dim_is_a_choice", graded / "work", "--course", REPOSITORY)
    assert done.stdout.count("tensor([[[[") == 2
    assert "tensor([[[[" not in report


class Terminal:
    """A terminal at which a test types."""

    def __init__(self, *arguments: str | Path) -> None:
        self._master, slave = pty.openpty()
        self.process = subprocess.Popen(
            [GRADE, *arguments], stdin=slave, stdout=slave, stderr=slave, start_new_session=True
        )
        os.close(slave)
        self.seen = ""

    def until(self, text: str, seconds: float = 120.0) -> str:
        """Read until a text comes; return what came since the last call."""
        deadline, since = time.monotonic() + seconds, len(self.seen)
        while text not in self.seen[since:]:
            ready, _, _ = select.select([self._master], [], [], max(0.0, deadline - time.monotonic()))
            assert ready, f"{text!r} did not come: {self.seen[since:]}"
            try:
                self.seen += os.read(self._master, 65536).decode(errors="replace")
            except OSError:  # the other end is closed
                break
        assert text in self.seen[since:]
        return self.seen[since:]

    def type(self, line: str) -> None:
        """Type a line."""
        os.write(self._master, f"{line}\n".encode())

    def close(self) -> int:
        """Wait for the end and return the exit status."""
        try:
            return self.process.wait(60)
        finally:
            self.process.kill()
            os.close(self._master)


def test_an_author_debugs_a_check_at_a_terminal(graded: Path) -> None:
    """At its first line, into its values, where it fails; the student's process answers meanwhile; same verdict."""
    terminal = Terminal(
        "replay", graded / "reports", CHECK, graded / "work", "--debug", "--course", REPOSITORY
    )  # fmt: skip
    try:
        assert f"{CHECK}()" in terminal.until("(Pdb) ")
        terminal.type("n")
        terminal.until("(Pdb) ")
        terminal.type("p tuple(student.Parallel(doubles, adds)(torch.ones(4, 2)).shape)")
        assert "(4, 3)" in terminal.until("(Pdb) ")
        terminal.type("c")
        failure = terminal.until("(Pdb) ")
        assert "visible.py" in failure
        assert f"{CHECK}()" in failure
        terminal.type("p tuple(output.shape)")
        assert "(2, 3)" in terminal.until("(Pdb) ")
        terminal.type("q")
        terminal.until("The same verdict as in the report")
    finally:
        status = terminal.close()
    assert status == 0


def test_leaving_the_debugger_at_once_changes_no_verdict(grade: Run, graded: Path) -> None:
    """Nothing to read is an end as well."""
    done = subprocess.run(
        [GRADE, "replay", graded / "reports", CHECK, graded / "work", "--debug", "--course", REPOSITORY],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "The same verdict as in the report" in done.stdout
