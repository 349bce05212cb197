"""Private folders for one grading: copies of what a student process may read, and its work folders.

The copies are in memory where that is possible. The work folders are on the disk: what a submission writes there counts
as a file's bytes, not as memory.
"""

import contextlib
import os
import secrets
import shutil
from pathlib import Path
from typing import Final, Literal

import msgspec

from grader.confine import nests, private
from grader.confine.paths import library_paths
from grader.confine.policy import GUEST_IDS, Policy
from grader.confine.probe import probe
from grader.confine.work import carry, sweep
from grader.errors import EnvironmentFault
from grader.model.exercise import Limits
from grader.sandbox.link import NeedStudent
from grader.wire import jobs

Isolation = Literal["auto", "confined", "process"]

_DESCRIPTORS: Final = 64
"""Files that are removed while open are not seen when a work folder is measured, so that they must not be many."""
_BACKSTOP: Final = 20
"""The kernel's limit of CPU seconds, in multiples of a check's: checks share a process; the judge's clock decides."""


def guests_possible(isolation: Isolation) -> bool:
    """Tell whether student processes can have user ids of their own here.

    Raises:
        EnvironmentFault: `confined` is demanded and this machine cannot confine.
    """
    if isolation == "process" or (isolation == "auto" and os.geteuid() != 0):
        return False
    found = probe()
    if isolation == "confined" and found.isolation != "confined":
        raise EnvironmentFault(
            "This machine cannot confine student processes: " + "; ".join(found.missing),
            advice="`grade doctor` shows what is missing. To grade without confinement, say so: --isolation process",
        )
    return found["user id"].holds


class Yard:
    """The folders, and the jobs of student processes in them.

    Args:
        submission: the private copy of the submission; the caller keeps it. None where only the reference will run.
        reference: the reference solution's files, or None.
        inside: the exercise's inside.py, or None.
        first: the exercise's first file, the work; the other Python files beside it can be imported too.
        guests: give student processes a user id that nothing else has.
    """

    def __init__(
        self,
        submission: Path | None,
        reference: Path | None,
        inside: Path | None,
        first: str,
        *,
        guests: bool = False,
    ) -> None:
        self.folder = nests.make(private.home())
        self._first = first
        self._uid = secrets.choice(GUEST_IDS) if guests else None
        self._submission = submission
        self._reference = reference
        self._works: dict[int, Path] = {}
        self._unswept: list[Path] = []
        self._inside = inside
        if guests and submission is not None:
            self._submission = shutil.copytree(submission, self.folder / "code")
        if inside is not None:
            (self.folder / "inside").mkdir()
            self._inside = shutil.copyfile(inside, self.folder / "inside" / "inside.py")
        if self._uid is not None:
            _open_for_reading(self.folder, self._uid)
            # Its names can be passed through but not listed.
            self.folder.chmod(0o710)

    def job(self, need: NeedStudent, limits: Limits, isolation: Isolation) -> jobs.StudentJob:
        """Return the job of a student process, its work folder made.

        Raises:
            FileNotFoundError: the code that is needed is not here.
        """
        code = self._code(reference=need.reference) if need.code else None
        work = self._work(need.work)
        if need.left:
            self._carry(need.left, work, need.keep, limits)
        inside = self._inside if need.inside else None
        readable = [str(path) for path in (code, inside.parent if inside else None) if path]
        policy = Policy(
            mode=isolation,
            read=(*readable, *library_paths()),
            write=(str(work),),
            keep=(),
            data_bytes=limits.memory,
            cpu_seconds=int(limits.seconds * _BACKSTOP) + 60,
            file_bytes=limits.disk,
            descriptors=_DESCRIPTORS,
            threads=limits.threads,
            uid=self._uid,
            gid=self._uid,
        )
        return jobs.StudentJob(
            policy=msgspec.msgpack.encode(policy),
            code=str(code or ""),
            modules=_modules(code, self._first) if code is not None else (),
            inside=str(inside or ""),
            work=str(work),
            seed=need.seed,
        )

    def leave(self, number: int) -> None:
        """Remove a work folder, in which no process is any more."""
        work = self._works.pop(number, None)  # whatever becomes of it, nothing is started in it again
        if work is not None:
            try:
                sweep(str(work))
            except OSError:
                self._unswept.append(work)

    def leave_all(self) -> None:
        """Remove all work folders: the judge that numbered them is gone."""
        for number in list(self._works):
            self.leave(number)

    def close(self) -> None:
        """Remove all folders. What a submission left may be nested beyond what a recursion reaches, or closed."""
        self.leave_all()
        for folder in (*self._unswept, self.folder):
            with contextlib.suppress(OSError):
                sweep(str(folder))

    def _work(self, number: int) -> Path:
        """Return the work folder with this number, made when it is new.

        Its name cannot be guessed: what `stat` tells of a folder, Landlock keeps from nobody.
        """
        if number not in self._works:
            work = nests.make()
            if self._uid is not None:
                os.chown(work, self._uid, self._uid)
            self._works[number] = work
        return self._works[number]

    def _carry(self, left: int, work: Path, names: tuple[str, ...], limits: Limits) -> None:
        """Copy files that a check wants to keep from the work folder that it used before, and remove that."""
        old = self._works.get(left)
        if old is None:
            return
        for name in names:
            carry(str(old / name), str(work / name), limits.disk, self._uid)
        self.leave(left)

    def _code(self, *, reference: bool) -> Path:
        if not reference:
            if self._submission is None:
                raise FileNotFoundError("there is no submission here")
            return self._submission
        if self._reference is None:
            raise FileNotFoundError("the exercise has no reference solution")
        copy = self.folder / "reference"
        if not copy.exists():
            # Only when it is needed: a submission that passes never has it near.
            shutil.copytree(self._reference, copy, ignore=shutil.ignore_patterns("__pycache__"))
            if self._uid is not None:
                _open_for_reading(copy, self._uid)
        return copy


def _modules(code: Path, first: str) -> tuple[tuple[str, str], ...]:
    """Return importable names and files: a submission and the reference each have their own.

    A file whose name is no identifier is no module: `encodings.x.py` would be a part of another package.
    """
    others = sorted(file.name for file in code.glob("*.py") if file.name != first and file.stem.isidentifier())
    return tuple((Path(file).stem, file) for file in (first, *others))


def _open_for_reading(folder: Path, gid: int) -> None:
    """Let a group read what is in a folder; other users of the machine have no business with it."""
    for path in (folder, *folder.rglob("*")):
        os.chown(path, -1, gid)
        path.chmod(0o750 if path.is_dir() else 0o640)
