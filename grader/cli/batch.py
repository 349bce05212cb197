"""`grade batch`: the submissions of a whole class."""

# ruff: noqa: D301 - click reads \b as: do not wrap what follows

import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import click

from grader.cli.context import Tools
from grader.cli.main import debug_option
from grader.cli.options import course_option, exercise_option, language_option, options
from grader.cli.selection import everything, named, open_course
from grader.errors import CourseError, EnvironmentFault, SpecFaults
from grader.model.clean import clean_line
from grader.model.course import BrokenExercise
from grader.model.exercise import Exercise
from grader.model.text import Language

if TYPE_CHECKING:  # the batch is imported when it runs, not for --help
    from grader.batch.run import Done

MOST_JOBS: Final = 64


def usual_jobs() -> int:
    """Return twice the cores that this process may use: where one grading waits, another computes."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(MOST_JOBS, 2 * cores)


@click.command()
@options(
    click.argument("folder", type=click.Path(path_type=Path)),
    click.option(
        "--output",
        type=click.Path(path_type=Path, file_okay=False),
        metavar="DIR",
        help="Where reports and results go; FOLDER-results beside FOLDER by default.",
    ),
    click.option(
        "--jobs",
        type=click.IntRange(1, MOST_JOBS),
        default=usual_jobs,
        help="Gradings at once; default: two for each core, since each waits now and then.",
    ),
    click.option(
        "--roster",
        type=click.Path(path_type=Path),
        metavar="CSV",
        help="Learners' ids: columns `learner` and `submission`.",
    ),
    exercise_option,
    language_option,
    course_option,
    click.option(
        "--isolation",
        type=click.Choice(["confined", "process"]),
        default="confined",
        help="`confined` refuses where the kernel cannot; `process` grades without confinement.",
    ),
    debug_option,
)
@click.pass_obj
def command(
    tools: Tools,
    folder: Path,
    output: Path | None,
    jobs: int,
    roster: Path | None,
    names: tuple[str, ...],
    language: Language,
    course: Path | None,
    isolation: Literal["confined", "process"],
) -> None:
    """Grade the submissions of a whole class.

    FOLDER holds a folder or archive for each learner, named by the learner or by
    a roster. Reports are written as soon as they are known, under
    DIR/reports/<learner>/; at the end DIR/results.csv and DIR/results.json. Run
    it again after an interruption, or when a few submissions have changed: what
    is graded already is not graded again.

    \b
    Examples:
      grade batch submissions/
      grade batch submissions/ -e 5.1.2 --jobs 4 --output results/
      grade batch submissions/ --roster roster.csv
    """
    from grader.batch.entries import find_entries  # noqa: PLC0415 - so that --help stays light
    from grader.batch.ledger import Ledger  # noqa: PLC0415
    from grader.batch.run import Batch  # noqa: PLC0415
    from grader.cli.batch_view import progress, table  # noqa: PLC0415
    from grader.grading import Grader  # noqa: PLC0415

    found = open_course(course, tools.environ)
    chosen = named(found, names) if names else everything(found)
    broken = [exercise for exercise in chosen if isinstance(exercise, BrokenExercise)]
    if broken:
        raise SpecFaults(tuple(fault for exercise in broken for fault in exercise.faults))
    if not found.has_hidden_checks:
        raise CourseError(
            "This course has no hidden checks: it is what students get.", advice="Name your own with --course."
        )
    exercises = [exercise for exercise in chosen if isinstance(exercise, Exercise)]
    entries = find_entries(folder, roster)
    for remark in entries.remarks:
        click.echo(f"Warning: {clean_line(remark)}", err=True)
    where = output or folder.with_name(f"{folder.resolve().name}-results")
    try:
        ledger = Ledger(where)
        secret = ledger.secret()
    except OSError as error:
        raise EnvironmentFault(
            f"{where} cannot be written: {error.strerror}.", advice="Name another with --output."
        ) from None
    with Grader(isolation=isolation, language=language, secret=secret) as grader:
        grader.warm_up()
        batch = Batch(exercises, grader, ledger, isolation, language)
        with progress(len(entries.found)) as show:
            done = batch.run(entries.found, jobs, show)
    ids = [exercise.spec.id for exercise in exercises]
    ledger.write_results({one.entry.learner: one.standing or one.fault for one in done}, ids)
    _tell(done, where)
    click.echo(table(done, tools.page().width), nl=False)


def _tell(done: "list[Done]", where: Path) -> None:
    """Say on stderr what is not in the tables."""
    for one in done:
        if one.fault:
            click.echo(clean_line(f"{one.entry.learner}: not graded: {one.fault}"), err=True)
    reused = sum(one.reused for one in done)
    if reused:
        click.echo(f"{reused} reports of an earlier run were kept.", err=True)
    click.echo(f"Results in {where / 'results.csv'}; `grade report {shlex.quote(str(where))}` makes a page.", err=True)
