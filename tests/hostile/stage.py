"""Where the table is played: a course to steal from, a warm grader, and eyes on everything that must not happen."""

import contextlib
import hashlib
import os
import secrets
import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Self

from grader.api import Exercise, Grader, Report, Submission, collect, load_course, locate
from grader.confine.work import sweep
from grader.submission.problems import Problem
from grader.submission.unpack import unpack, unwrap
from tests.hostile.rows import HERE, TARGET, Row
from tests.hostile.seen import Seen
from tests.hostile.watch import Listeners, descendants, settles
from tests.warm import kept_folders, kept_students, left_in, waiting_judges

ROOT: Final = HERE.parents[1]
NEIGHBOR: Final = ("test_visible", "test_hinted")


class Stage:
    """A world in a folder: the target's course, others' work, a place to write to, and a grader that is warm.

    Args:
        folder: where; it must be empty.
    """

    def __init__(self, folder: Path) -> None:
        self.mark = f"hostile-{secrets.token_hex(6)}"
        self.folder = folder
        self.course = folder / "course"
        self.outside = folder / "outside"
        self.others = folder / "others"
        self.temporary = folder / "tmp"
        shutil.copytree(TARGET, self.course, ignore=shutil.ignore_patterns("__pycache__"))
        for place in (self.outside, self.others, self.temporary, folder / "handed-in"):
            place.mkdir()
        (self.outside / "file").write_text("before", encoding="utf-8")
        (self.others / "target.py").write_text("# somebody else's work: hidden-source-other\n", encoding="utf-8")
        for path in (self.outside, self.outside / "file", self.others, self.others / "target.py"):
            path.chmod(path.stat().st_mode | 0o666)
        self.listeners = Listeners(self.outside / "socket")
        self.exercises = {found.spec.id: found for found in load_course(self.course).exercises}
        self._count = 0

    def __enter__(self) -> Self:
        os.environ["GRADER_TEST_MARK"] = "environment-secret-1"
        self._former = tempfile.tempdir
        tempfile.tempdir = str(self.temporary)
        self.grader = Grader(isolation="confined")
        self.grader.warm_up()
        report, _seconds = self.honest()
        if report.score != report.max_score:
            raise AssertionError(f"the honest submission of the target does not earn its points:\n{report.checks}")
        self.before = self.picture()
        self.processes = self.warm()
        return self

    def __exit__(self, *_: object) -> None:
        self.grader.close()
        self.listeners.close()
        tempfile.tempdir = self._former
        os.environ.pop("GRADER_TEST_MARK", None)

    def exercise(self, number: str) -> Exercise:
        """Return the target or an exercise of the built-in course."""
        if number not in self.exercises:
            self.exercises |= {found.spec.id: found for found in load_course(ROOT).exercises}
            # Its judge starts with its first grading, and stays.
            self.grade_folder(self.exercises[number], ROOT / "reference_solutions")
            self.processes = self.warm()
        return self.exercises[number]

    def hand_in(self, row: Row) -> Path:
        """Write the submission of a row into a folder of its own, its placeholders filled in."""
        self._count += 1
        folder = self.folder / "handed-in" / str(self._count)
        if row.source.is_dir():
            shutil.copytree(row.source, folder)
        else:
            folder.mkdir()
            shutil.copyfile(row.source, folder / row.file)
        for file in folder.rglob("*.py"):
            file.write_text(self.fill(file.read_text(encoding="utf-8")), encoding="utf-8")
        (folder / "data").mkdir(exist_ok=True)
        for name, target in row.links.items():
            (folder / name).symlink_to(self.fill(target))
        for name in row.fifos:
            os.mkfifo(folder / name)
        for name in row.devices:
            os.mknod(folder / name, 0o600 | 0o020000, os.makedev(1, 5))
        for name in row.sockets:
            with socket.socket(socket.AF_UNIX) as bound, contextlib.chdir(folder):
                bound.bind(name)
        for number in range(row.crowd):
            (folder / "data" / f"{number}.txt").touch()
        return folder

    def fill(self, text: str) -> str:
        """Put the stage's places into a submission: an attacker who knows them is the worst there is."""
        places = {
            "CHECKS": self.course / "exercises/9.9-target/checks.py",
            "REFERENCE": self.course / "reference_solutions/9.9-target/target.py",
            "COURSE": self.course,
            "OTHERS": self.others,
            "OUTSIDE": self.outside,
            "TEMPORARY": self.temporary,
            "PORT": self.listeners.port,
            "GRADER": os.getpid(),
            "MARK": self.mark,
        }
        for name, value in places.items():
            text = text.replace(f"@{name}@", str(value))
        return text

    def grade(self, row: Row) -> Seen:
        """Grade the submission of a row; return the report and how long it took."""
        folder = self.hand_in(row)
        exercise = self.exercise(row.exercise)
        if row.packed:
            code: dict[str, Any] = {}
            exec(compile((folder / row.file).read_text(encoding="utf-8"), row.id, "exec"), code)  # noqa: S102 -- ours
            code["build"](folder / "handed-in.archive")
        began = time.monotonic()
        work = self.grade_archive if row.packed else self.grade_folder
        report = work(exercise, folder / "handed-in.archive" if row.packed else folder, tuple(row.ends))
        seconds = time.monotonic() - began
        remove(folder)
        return Seen(report, seconds)

    def grade_archive(self, exercise: Exercise, archive: Path, only: tuple[str, ...]) -> Report:
        """Unpack an archive and grade what was in it; one that is refused cannot be graded."""
        into = archive.with_name("unpacked")
        try:
            unpack(archive, into, isolation="confined")
        except Problem as problem:
            refused = Submission(
                exercise=exercise.spec.id, folder=into, files=(), digest="", problems=(problem.sentence("en"),)
            )
            return self.grader.grade(exercise, refused, only=only, authority="course")
        return self.grade_folder(exercise, unwrap(into, {exercise.spec.folder_name}), only)

    def grade_folder(self, exercise: Exercise, folder: Path, only: tuple[str, ...] | None = None) -> Report:
        """Collect a folder and grade it as an instructor does."""
        self._count += 1
        copy = self.folder / "handed-in" / f"copy-{self._count}-{threading.get_ident()}"
        try:
            submission = collect(exercise, locate(exercise, folder), copy, isolation="confined")
            return self.grader.grade(exercise, submission, only=only, authority="course")
        finally:
            remove(copy)

    def honest(self) -> tuple[Report, float]:
        """Grade an honest submission; return its report and the seconds that it took."""
        began = time.monotonic()
        solution = self.course / "reference_solutions"
        return self.grade_folder(self.exercises["9.9"], solution, NEIGHBOR), time.monotonic() - began

    @contextlib.contextmanager
    def neighbor(self) -> Iterator[list[Report]]:
        """Grade honest submissions beside the block, one after the other; the list has their reports at the end."""
        reports: list[Report] = []
        stop = threading.Event()

        def work() -> None:
            while not stop.is_set():
                reports.append(self.honest()[0])

        thread = threading.Thread(target=work)
        thread.start()
        try:
            yield reports
        finally:
            stop.set()
            thread.join()

    def harm(self) -> list[str]:
        """Tell what happened that must not have, since the stage was set."""
        found = []
        after = self.picture()
        found += [f"{path} is not what it was" for path in self.before if after.get(path) != self.before[path]]
        found += [f"{path} is new" for path in after if path not in self.before]
        found += [f"{path} was made" for path in self.marked()]
        left = left_in(self.temporary) - kept_folders(self.grader)
        found += [f"{path} is left of a grading" for path in left]
        found += self.listeners.heard()
        if not settles(lambda: self.warm() == self.processes):
            found.append(f"processes are {self.warm()}, were {self.processes}")
        return found

    def warm(self) -> frozenset[int]:
        """All processes of the grader, but for judges that wait and what they keep: a grading may use one up."""
        waiting = {judge.pid for judge in waiting_judges(self.grader)}
        return descendants(os.getpid()) - waiting - kept_students(self.grader)

    def picture(self) -> dict[str, tuple[int, int, int, str]]:
        """Every file of the course, of others and outside: mode, owner, time, content."""
        found = {}
        for place in (self.course, self.others, self.outside):
            for path in (place, *sorted(place.rglob("*"))) if place.exists() else ():
                status = path.lstat()
                content = path.read_bytes() if path.is_file() else b""
                digest = hashlib.sha256(content).hexdigest()
                found[str(path)] = (status.st_mode, status.st_uid, status.st_mtime_ns, digest)
        return found

    def marked(self) -> list[str]:
        """Files with this stage's mark, wherever a submission would try to leave one."""
        places = {"/tmp", "/var/tmp", "/dev/shm", "/run", "/", os.getcwd(), os.path.expanduser("~"), str(ROOT)}  # noqa: PTH109, PTH111
        places |= {str(place) for place in (self.folder, self.outside, self.course, self.temporary)}
        found = []
        for place in places:
            with contextlib.suppress(OSError):
                found += [str(path) for path in Path(place).iterdir() if path.name.startswith(self.mark)]
        return found


def remove(folder: Path) -> None:
    """Remove what was handed in, whatever it was."""
    sweep(str(folder))
