"""`grade start`: hand out the templates, never over anything."""

# ruff: noqa: D301 - click reads \b as: do not wrap what follows

import shutil
from collections.abc import Sequence
from pathlib import Path

import click

from grader.cli.context import Tools
from grader.cli.main import debug_option
from grader.cli.options import course_option, exercise_option, options
from grader.cli.selection import everything, named, open_course
from grader.cli.tell import tell
from grader.confine import nests
from grader.errors import CourseError, EnvironmentFault, UsageError, say
from grader.model.exercise import Exercise


@click.command()
@options(
    click.argument("folder", metavar="DIR", type=click.Path(path_type=Path)),
    exercise_option,
    course_option,
    debug_option,
)
@click.pass_obj
def command(tools: Tools, folder: Path, names: tuple[str, ...], course: Path | None) -> None:
    """Hand out the templates to a folder of your own.

    Each exercise gets a folder in DIR, which is made where it does not exist.
    An exercise that DIR has already is left as it is.

    \b
    Examples:
      grade start my-work            all exercises
      grade start my-work -e 5.1.2   one
    """
    found = open_course(course, tools.environ)
    exercises = [
        entry for entry in (named(found, names) if names else everything(found)) if isinstance(entry, Exercise)
    ]
    with_template = [exercise for exercise in exercises if exercise.template is not None]
    if not with_template:
        raise CourseError(
            say("The course has no templates for these exercises."),
            advice=say("They belong in student_template/."),
        )
    try:
        written, kept = _hand_out(with_template, folder)
    except OSError as error:
        raise EnvironmentFault(
            say("{path} cannot be written: {reason}.", path=error.filename or folder, reason=error.strerror)
        ) from error
    for exercise in written:
        click.echo(f"{folder / exercise.spec.folder_name}: {', '.join(exercise.spec.files)}")
    for exercise in kept:
        tell(say("{path} is there already and was left as it is.", path=folder / exercise.spec.folder_name))
    if not written:
        raise UsageError(say("Nothing was handed out."), advice=say("Name another folder, or move away what is there."))
    tell(say("Next: `grade show {id}`, then `grade check {path}`.", id=written[0].spec.id, path=folder))


def _hand_out(exercises: Sequence[Exercise], folder: Path) -> tuple[list[Exercise], list[Exercise]]:
    """Copy each template to a folder that appears whole; return what was written and what was there already."""
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Exercise] = []
    kept: list[Exercise] = []
    for exercise in exercises:
        target = folder / exercise.spec.folder_name
        if exercise.template is None or target.exists() or target.is_symlink():
            kept.append(exercise)
            continue
        with nests.beside(folder) as staging:
            copy = staging / target.name
            shutil.copytree(exercise.template, copy, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
            copy.rename(target)
        written.append(exercise)
    return written, kept
