"""One file put in the place of a reference solution's: how a wrong solution, or a draft, becomes a submission."""

import shutil
from pathlib import Path

from grader.confine import nests
from grader.confine.policy import Mode
from grader.errors import UsageError, say
from grader.model.exercise import Exercise
from grader.model.submission import Submission
from grader.model.text import Language
from grader.submission.collect import collect
from grader.submission.notebook import notebook_for


def collect_stand_in(
    exercise: Exercise, file: Path, into: Path, *, language: Language = "en", isolation: Mode = "auto"
) -> Submission:
    """Collect the reference solution with `file` in place of one of its files.

    The place is the declared file of the same name, else the first declared file; of a
    notebook it is the file of the same stem. A folder stands for a whole submission and is collected as it is.

    Args:
        exercise: the exercise.
        file: a file or folder; whoever names it is trusted, so that links are followed.
        into: where to collect to, as for `collect`.
        language: of the problems.
        isolation: how the process that reads a notebook is held.

    Raises:
        UsageError: where there is no such file.
    """
    if file.is_dir():
        return collect(exercise, file.resolve(), into, language=language, isolation=isolation)
    if not file.is_file():
        raise UsageError(say("There is no file {path}.", path=file))
    declared = exercise.spec.files
    place = next(
        (path for path in declared if file.name in {Path(path).name, Path(notebook_for(path) or "").name}), declared[0]
    )
    with nests.scratch() as name:
        staged = name / exercise.spec.folder_name
        if exercise.reference is not None:
            shutil.copytree(exercise.reference, staged)
        (staged / place).parent.mkdir(parents=True, exist_ok=True)
        (staged / place).unlink(missing_ok=True)
        as_notebook = notebook_for(place) if file.suffix == ".ipynb" else None
        shutil.copyfile(file, staged / (as_notebook or place))
        return collect(exercise, staged, into, language=language, isolation=isolation)
