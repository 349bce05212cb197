"""What a command was given to grade: a folder, or an archive that stands for one."""

import os
from dataclasses import dataclass
from pathlib import Path

from grader.cli.context import IsolationChoice
from grader.cli.selection import everything, folder_name
from grader.errors import UsageError, say
from grader.model.clean import clean_line
from grader.model.course import Course
from grader.model.text import Language
from grader.submission.problems import Problem
from grader.submission.unpack import unpack, unwrap


@dataclass(frozen=True)
class Given:
    """`named` is what the command line says, `folder` where the files are; they differ for an archive."""

    named: Path
    folder: Path

    @property
    def is_archive(self) -> bool:
        """Whether an archive was given."""
        return self.folder != self.named

    def place(self, path: Path) -> str:
        """Return a path as a person knows it; inside of an archive, below the archive's own."""
        if self.is_archive and path.is_relative_to(self.folder):
            return str(self.named / path.relative_to(self.folder))
        return str(path)


def open_given(
    named: Path, course: Course, scratch: Path, *, isolation: IsolationChoice = "auto", language: Language = "en"
) -> Given:
    """Unpack what was given, if it is no folder.

    Args:
        named: as on the command line.
        course: knows the names of exercises' folders.
        scratch: a private folder, for what an archive holds.
        isolation: how the process that parses the archive is held.
        language: of what is said about it.

    Raises:
        UsageError: it is an archive that is refused, or no archive.
    """
    if named.is_dir() or not os.path.lexists(named):  # whoever looks for files says that there is no such folder
        return Given(named, named)
    into = scratch / "unpacked"
    try:
        unpack(named, into, isolation=isolation)
    except Problem as problem:
        raise UsageError(
            say("{path} is refused: {problem}", path=clean_line(str(named)), problem=problem.sentence(language)),
            advice=say("Nothing was graded. Name a folder, or a zip or tar archive of one."),
        ) from None
    return Given(named, unwrap(into, {folder_name(exercise) for exercise in everything(course)}).resolve())
