"""`grade check`: the checks that a student may read, as often as wanted, without a record."""

# ruff: noqa: D301 - click reads \b as: do not wrap what follows

from pathlib import Path

import click

from grader.cli.context import IsolationChoice, Tools
from grader.cli.given import open_given
from grader.cli.grading import Order, grade_folder, warming
from grader.cli.main import debug_option
from grader.cli.options import (
    course_option,
    exercise_option,
    folder_argument,
    isolation_option,
    json_option,
    language_option,
    options,
    seed_option,
    view_option,
)
from grader.cli.progress import progress
from grader.cli.results import finish, print_summary, tell_faults
from grader.cli.selection import in_folder, named, open_course
from grader.cli.tell import tell
from grader.confine import nests
from grader.errors import say
from grader.model.report import View
from grader.model.text import Language


@click.command()
@options(
    folder_argument,
    exercise_option,
    json_option,
    view_option,
    language_option,
    course_option,
    seed_option,
    isolation_option,
    debug_option,
)
@click.pass_obj
def command(
    tools: Tools,
    folder: Path,
    names: tuple[str, ...],
    as_json: bool,
    view: View | None,
    language: Language,
    course: Path | None,
    seed: str | None,
    isolation: IsolationChoice,
) -> None:
    """Run the checks that you may read yourself; nothing is recorded.

    These are the checks in each exercise's visible.py. `grade submit` runs the
    hidden ones too. FOLDER may be a zip or tar archive of one.

    \b
    Examples:
      grade check                      everything in this folder
      grade check my-work -e 5.1.2     one exercise
      cd my-work/5.1.2-parallel-block && grade check
    """
    with (
        warming(tools, isolation, language) as grader,
        nests.scratch() as scratch,
    ):
        found = open_course(course, tools.environ)
        given = open_given(folder, found, scratch, isolation=isolation, language=language)
        exercises = tuple(named(found, names) if names else in_folder(found, given.folder))
        order = Order(exercises, given, visible_only=True, language=language, isolation=isolation, seed=seed)
        graded = grade_folder(order, scratch, tools, grader, progress)
    print_summary(graded.summary, tools, as_json=as_json, view=view)
    for exercise in graded.unchecked:
        tell(say("{id} has no checks that you may read; `grade submit` runs the others.", id=exercise.spec.id))
    tell_faults(order)
    finish(order, graded, view=view or ("full" if as_json else "student"))
