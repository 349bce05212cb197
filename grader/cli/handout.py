"""`grade handout`: build what students get."""

# ruff: noqa: D301 - click reads \b as: do not wrap what follows

from pathlib import Path

import click

from grader.authoring.handout import build_handout
from grader.cli.context import Tools
from grader.cli.main import debug_option
from grader.cli.options import course_option, exercise_option, options
from grader.cli.selection import everything, named, open_course
from grader.errors import CourseError, SpecFaults
from grader.model.course import BrokenExercise
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
    """Build the folder that students get, for instructors.

    DIR becomes a course of its own: statements, templates, data, and the checks
    that students may read with what these need of inside.py. It holds no hidden
    check, no reference, no other solution and none of their names: every byte is
    searched for them, and the handout is refused where one is found. `grade start`,
    `show`, `check` and `submit` work in it with `--course DIR`.

    \b
    Examples:
      grade handout ../for-students
      grade handout ../week-1 -e 5.1.1 -e 5.1.2
    """
    found = open_course(course, tools.environ)
    chosen = named(found, names) if names else everything(found)
    faults = tuple(fault for entry in chosen if isinstance(entry, BrokenExercise) for fault in entry.faults)
    if faults:
        raise SpecFaults(faults)
    if not found.has_hidden_checks:
        raise CourseError("The course has no hidden checks.", advice="It is what students get already.")
    exercises = [entry for entry in chosen if isinstance(entry, Exercise)]
    files = build_handout(found, exercises, folder)
    number = len(exercises)
    click.echo(f"{folder}: {number} exercise{'s' * (number != 1)}, {len(files)} files")
