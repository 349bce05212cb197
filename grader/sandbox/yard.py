"""A private folder for one grading: copies of what a student process may read, and its work folders."""

import contextlib
import os
import secrets
import shutil
import tempfile
from pathlib import Path
from typing import Final, Literal

import msgspec

from grader.confine.paths import library_paths
from grader.confine.policy import Policy
from grader.confine.probe import probe
from grader.confine.work import sweep
from grader.errors import EnvironmentFault
from grader.model.exercise import Limits
from grader.sandbox.link import NeedStudent
from grader.wire import jobs

Isolation = Literal["auto", "confined", "process"]

_FIRST_UID: Final = 2_000_000_000
_UIDS: Final = 100_000_000
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
    """The folder, and the jobs of student processes in it.

    Args:
        submission: the private copy of the submission; the caller keeps it.
        reference: the reference solution's files, or None.
        inside: the exercise's inside.py, or None.
        modules: importable names and files of a submission; the first is the work.
        guests: give student processes a user id that nothing else has.
    """

    def __init__(
        self,
        submission: Path,
        reference: Path | None,
        inside: Path | None,
        modules: tuple[tuple[str, str], ...],
        *,
        guests: bool = False,
    ) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="grader-"))
        self._modules = modules
        self._uid = _FIRST_UID + secrets.randbelow(_UIDS) if guests else None
        self._submission = submission
        self._reference = reference
        self._works: list[Path] = []
        self._inside = inside
        if guests:
            # Its names can be passed through but not listed; what is below is readable by name.
            self.folder.chmod(0o711)
            self._submission = shutil.copytree(submission, self.folder / "code")
        if inside is not None:
            (self.folder / "inside").mkdir()
            self._inside = shutil.copyfile(inside, self.folder / "inside" / "inside.py")
        if guests:
            _open_for_reading(self.folder)

    def job(self, need: NeedStudent, limits: Limits, isolation: Isolation) -> jobs.StudentJob:
        """Return the job of a student process, its work folder made.

        Raises:
            FileNotFoundError: the reference is needed and the exercise has none.
        """
        code = self._code(reference=need.reference) if need.code else None
        work = self.folder / f"work-{'reference' if need.reference else 'submission'}-{need.work}"
        if not work.exists():
            work.mkdir(mode=0o700)
            self._works.append(work)
            if self._uid is not None:
                os.chown(work, self._uid, self._uid)
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
            threads=limits.threads,
            uid=self._uid,
            gid=self._uid,
        )
        return jobs.StudentJob(
            policy=msgspec.msgpack.encode(policy),
            code=str(code or ""),
            modules=self._modules,
            inside=str(inside or ""),
            work=str(work),
            seed=need.seed,
        )

    def close(self) -> None:
        """Remove the folder. What a submission left may be nested beyond what a recursion reaches, or closed."""
        for work in self._works:
            with contextlib.suppress(OSError):
                sweep(str(work))
        shutil.rmtree(self.folder, ignore_errors=True)

    def _code(self, *, reference: bool) -> Path:
        if not reference:
            return self._submission
        if self._reference is None:
            raise FileNotFoundError("the exercise has no reference solution")
        copy = self.folder / "reference"
        if not copy.exists():
            # Only when it is needed: a submission that passes never has it near.
            shutil.copytree(self._reference, copy, ignore=shutil.ignore_patterns("__pycache__"))
            if self._uid is not None:
                _open_for_reading(copy)
        return copy


def _open_for_reading(folder: Path) -> None:
    for here, folders, files in os.walk(folder):
        for name in folders:
            Path(here, name).chmod(0o755)
        for name in files:
            Path(here, name).chmod(0o644)
