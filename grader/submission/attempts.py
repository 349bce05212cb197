"""The attempts that `grade submit` leaves in the submission's folder, each in a file of its own."""

import errno
import hashlib
import os
import re
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

from grader.errors import EnvironmentFault, say
from grader.model.report import Summary
from grader.model.text import Frozen
from grader.submission.atomic import new_file, sync_folder

ATTEMPT_VERSION: Final = 1
_NO_HARD_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}


class Attempt(Frozen):
    """One attempt: its number from 1, when, the digest of what was handed in, and the student's view of the reports."""

    schema_version: Literal[1] = ATTEMPT_VERSION
    attempt: int
    time: datetime
    digest: str
    summary: Summary


def save_attempt(folder: Path, summary: Summary, *, time: datetime) -> Path:
    """Record an attempt under `FOLDER/.grader/attempts/`, never over another one.

    Runs at the same time get different numbers: a file's name is claimed by
    `link(2)`, which fails where the name is taken, with the whole content behind it.

    Args:
        folder: the submission.
        summary: the student's view; nothing else may lie where a student reads.
        time: when it was graded.

    Returns:
        The file, `0001.json` for the first.

    Raises:
        ValueError: for a full view.
        EnvironmentFault: where the folder cannot be written to.
    """
    if summary.view != "student":
        raise ValueError("an attempt holds the student's view alone")
    attempts = folder / ".grader" / "attempts"
    try:
        _make_folder(attempts.parent)
        _make_folder(attempts)
        number = _highest(attempts)
        while True:
            number += 1
            path = attempts / f"{number:04}.json"
            attempt = Attempt(attempt=number, time=time, digest=_digest(summary), summary=summary.with_attempt(number))
            if _claim(path, attempt.model_dump_json(indent=2).encode() + b"\n"):
                return path
    except OSError as error:
        raise EnvironmentFault(
            say("The attempt cannot be recorded in {path}: {reason}.", path=attempts, reason=error.strerror),
            advice=say("The grading itself is not affected. `--output DIR` writes the reports elsewhere."),
        ) from error


def _make_folder(path: Path) -> None:
    if path.is_symlink():
        raise OSError(errno.ELOOP, "a link stands in its place", str(path))
    path.mkdir(exist_ok=True)


def _highest(attempts: Path) -> int:
    return max((int(path.stem) for path in attempts.iterdir() if re.fullmatch(r"\d{4,}\.json", path.name)), default=0)


def _claim(path: Path, content: bytes) -> bool:
    """Make `path` appear with its content; False where it is there already."""
    with new_file(path.parent, ".") as (temporary, file):
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
        try:
            path.hardlink_to(temporary)
        except FileExistsError:
            return False
        except OSError as error:
            if error.errno not in _NO_HARD_LINKS:
                raise
            return _claim_without_links(path, temporary)
        sync_folder(path.parent)
        return True


def _claim_without_links(path: Path, temporary: Path) -> bool:
    """Claim the name with an empty file first, on file systems that have no hard links (FAT, some network drives)."""
    try:
        path.touch(exist_ok=False)
    except FileExistsError:
        return False
    temporary.replace(path)
    sync_folder(path.parent)
    return True


def _digest(summary: Summary) -> str:
    digest = hashlib.sha256()
    for report in summary.reports:
        digest.update(f"{report.exercise.id}:{report.submission.digest}\n".encode())
    return digest.hexdigest()
