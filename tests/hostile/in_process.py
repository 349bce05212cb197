"""Play a row of the table in plain pytest: the submission in the same process as its checks.

As most graders do it: checks and submission are copied into one folder, pytest runs there, and what it says counts. So
that nothing is harmed, each run is a user's of its own, in a throw-away folder and home, with limits and a deadline;
rows that would hurt the machine all the same are not played.
"""

import os
import resource
import shutil
import signal
import subprocess
import tempfile
import time
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from grader.confine.work import sweep
from tests.hostile.rows import Row
from tests.hostile.seen import BOAST, COLOR, SHOWN, UNCLEAN
from tests.hostile.stage import Stage

SECONDS: Final = 20.0
_LIMITS: Final = {
    resource.RLIMIT_CPU: 40,
    resource.RLIMIT_AS: 6 * 2**30,
    resource.RLIMIT_FSIZE: 64 * 2**20,
    resource.RLIMIT_NPROC: 200,
    resource.RLIMIT_CORE: 0,
}


@dataclass(frozen=True)
class Played:
    """What became of a row in plain pytest.

    Attributes:
        passed: checks that passed, by pytest's own results.
        judged: checks of which the results say anything.
        status: pytest's exit status; None where it was ended at the deadline.
        effects: what happened beside the verdict.
    """

    passed: frozenset[str]
    judged: frozenset[str]
    status: int | None
    effects: tuple[str, ...]

    def verdict(self, row: Row) -> str:
        """Say in a word or two what the submission achieved."""
        checks = frozenset(row.ends) or frozenset({"test_visible"})
        forged = (self.passed & checks) - row.deserved
        if self.status is None:
            return "hung"
        if forged:
            return "all points forged" if self.passed >= checks else f"{len(forged)} of {len(checks)} forged"
        if self.status == 0 and not self.passed >= checks:
            return "success by the exit status, no point earned"
        if not self.judged >= checks:
            return "the run crashed or ended early"
        return "points for right answers" if self.passed & checks else "no point"


def play(row: Row, python: Path, root: Path, uid: int | None) -> Played:
    """Play one row.

    Args:
        row: the submission; of the target or of an exercise of the course.
        python: the interpreter to run.
        root: the project's folder, as that interpreter can read it.
        uid: a user without other processes; None to stay who one is.
    """
    folder = Path(tempfile.mkdtemp(prefix="plain-"))
    folder.chmod(0o755)
    (folder / "stage").mkdir()
    stage = Stage(folder / "stage")
    try:
        work = stage.hand_in(row)
        exercise = stage.exercises["9.9"].folder if row.exercise == "9.9" else _course(root, row.exercise)
        for name in ("checks.py", "visible.py", "inside.py"):
            (work / name).unlink(missing_ok=True)
            shutil.copyfile(exercise / name, work / name)
        (folder / "home").mkdir()
        if uid is not None:
            for path in (folder, *folder.rglob("*")):
                os.chown(path, uid, uid, follow_symlinks=False)
        before = stage.picture()
        status, text = _run(row, python, root, work, folder / "home", uid)
        passed, judged = _results(work / "results.xml")
        text += (work / "results.xml").read_text("utf-8", "replace") if judged else ""
        return Played(passed, judged, status, tuple(_effects(row, stage, before, text, uid)))
    finally:
        for left in map(Path, stage.marked()):
            sweep(str(left)) if left.is_dir() and not left.is_symlink() else left.unlink(missing_ok=True)
        stage.listeners.close()
        sweep(str(folder))


def _course(root: Path, number: str) -> Path:
    return next((root / "exercises").glob(f"{number}-*"))


def _run(row: Row, python: Path, root: Path, work: Path, home: Path, uid: int | None) -> tuple[int | None, str]:
    """Run pytest; return its exit status, None where it had to be ended, and what it printed."""
    command = [str(python), "-m", "pytest", "-q", "-p", "benchmarks.plain_pytest", "-p", "tests.hostile.plain"]
    command += [f"--submission={work / row.file}", "--junitxml=results.xml", "-o", "junit_family=xunit2"]
    command += ["checks.py", "visible.py", "-k", " or ".join(row.ends) or "test_visible"]
    environment = {
        "PATH": os.defpath,
        "HOME": str(home),
        "TMPDIR": str(home),
        "LANG": "C.UTF-8",
        "OMP_NUM_THREADS": "1",
    }
    environment |= {"PYTHONPATH": str(root), "GRADER_TEST_MARK": "environment-secret-1"}

    def limit() -> None:
        for kind, most in _LIMITS.items():
            resource.setrlimit(kind, (most, most))

    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            command,
            cwd=work,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            user=uid,
            group=uid,
            extra_groups=[] if uid is not None else None,
            start_new_session=True,
            preexec_fn=limit,  # noqa: PLW1509 -- before the program, in a single-threaded child
        )
        try:
            status: int | None = process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            status = None
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        output.seek(0)
        return status, output.read(2**22).decode("utf-8", "replace")


_LOST: Final = ("failure", "error", "skipped")


def _results(file: Path) -> tuple[frozenset[str], frozenset[str]]:
    """The checks that passed, and all that were judged, as whoever reads pytest's result file would say."""
    try:
        cases = list(ET.parse(file).iter("testcase"))  # noqa: S314 -- of a throw-away run
    except (OSError, ET.ParseError):
        return frozenset(), frozenset()
    judged = frozenset(case.get("name", "") for case in cases)
    return judged - {case.get("name", "") for case in cases if any(part.tag in _LOST for part in case)}, judged


def _effects(
    row: Row, stage: Stage, before: dict[str, tuple[int, int, int, str]], text: str, uid: int | None
) -> list[str]:
    found = []
    after = stage.picture()
    if any(after.get(path) != before[path] for path in before if path != str(stage.outside)):
        found.append("changed files of others")
    if stage.marked() or any(path not in before for path in after):
        found.append("wrote outside of its folder")
    if stage.listeners.heard():
        found.append("reached the network")
    if _processes(uid):
        found.append("left a process")
    hidden = [word for word in SHOWN if word != BOAST and (word != "hidden-input-" or row.group == "leaking")]
    if any(word in text for word in hidden):
        found.append("took hidden things")
    elif BOAST in text:
        found.append("did what it tried")
    if UNCLEAN.search(COLOR.sub("", text)):
        found.append("unclean text in the output")
    return found


def _processes(uid: int | None) -> bool:
    """Whether processes of a user are left; they are ended."""
    found = False
    deadline = time.monotonic() + 5.0
    while uid is not None and time.monotonic() < deadline:
        left = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdecimal() and _owner(path) == uid]
        if not left:
            return found
        found = True
        for pid in left:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        time.sleep(0.02)
    return found


def _owner(path: Path) -> int:
    try:
        return path.stat().st_uid
    except OSError:
        return -1
