"""One file put in the place of a reference solution's: how a wrong solution, or a draft, becomes a submission."""

import shutil
import tempfile
from pathlib import Path

from grader.errors import UsageError
from grader.model.exercise import Exercise
from grader.model.submission import Submission
from grader.model.text import Language
from grader.submission.collect import collect


def collect_stand_in(exercise: Exercise, file: Path, into: Path, *, language: Language = "en") -> Submission:
    """Collect the reference solution with `file` in place of one of its files.

    The place is the declared file of the same name, else the first declared file. A
    folder stands for a whole submission and is collected as it is.

    Args:
        exercise: the exercise.
        file: a file or folder; whoever names it is trusted, so that links are followed.
        into: where to collect to, as for `collect`.
        language: of the problems.

    Raises:
        UsageError: where there is no such file.
    """
    if file.is_dir():
        return collect(exercise, file.resolve(), into, language=language)
    if not file.is_file():
        raise UsageError(f"There is no file {file}.")
    declared = exercise.spec.files
    place = next((path for path in declared if Path(path).name == file.name), declared[0])
    with tempfile.TemporaryDirectory(prefix="grader-try-") as name:
        staged = Path(name) / exercise.spec.folder_name
        if exercise.reference is not None:
            shutil.copytree(exercise.reference, staged)
        (staged / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, staged / place)
        return collect(exercise, staged, into, language=language)
