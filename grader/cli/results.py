"""How a grading ends: what is printed, what is written, and the exit status."""

import shlex
from collections.abc import Iterable
from pathlib import Path

import click

from grader.cli.context import Tools, print_document
from grader.cli.grading import Graded, Order
from grader.cli.selection import Selected, folder_name
from grader.cli.tell import tell
from grader.errors import CourseError, EnvironmentFault, InternalError, SpecFaults, UsageError, say
from grader.model.clean import clean_line
from grader.model.course import BrokenExercise
from grader.model.report import Report, Summary, View
from grader.render.base import renderer
from grader.submission.atomic import require_file, require_folder, write_atomically


def print_summary(summary: Summary, tools: Tools, *, as_json: bool, view: View | None) -> None:
    """Print a summary on stdout: as a document, full by default, or for people, the student's view by default."""
    shown = summary.for_student() if (view or ("full" if as_json else "student")) == "student" else summary
    if as_json:
        print_document(renderer("json")(shown, tools.page()))
    elif shown.reports:
        click.echo(renderer("terminal")(shown, tools.page()), nl=False)


def require_output(folder: Path, exercises: Iterable[Selected]) -> None:
    """Refuse, before anything is graded, a folder for reports in which something stands in the place of one.

    Raises:
        UsageError: that is no folder, or what stands there is no file.
    """
    require_folder(folder)
    for name in ("summary", *(folder_name(exercise) for exercise in exercises)):
        require_file(folder / f"{name}.json")


def write_output(folder: Path, summary: Summary) -> None:
    """Write the full reports to a folder: one file for each exercise, and `summary.json`; each appears whole.

    Raises:
        EnvironmentFault: where that cannot be done.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for report in summary.reports:
            name = "-".join(filter(None, (report.exercise.id, report.exercise.slug)))
            write_atomically(folder / f"{name}.json", report.model_dump_json(indent=2).encode() + b"\n")
        write_atomically(folder / "summary.json", summary.model_dump_json(indent=2).encode() + b"\n")
    except OSError as error:
        raise EnvironmentFault(
            say("The reports cannot be written to {path}: {reason}.", path=folder, reason=error.strerror),
            advice=say("Nothing else is affected; name another folder with `--output DIR`."),
        ) from error


def tell_faults(order: Order) -> None:
    """Tell on stderr what is wrong with the specs of exercises that were to be graded, all of it at once."""
    faults = tuple(
        fault for exercise in order.exercises if isinstance(exercise, BrokenExercise) for fault in exercise.faults
    )
    if faults:
        error = SpecFaults(faults)
        click.echo(f"{error.message}\n{error.advice}", err=True)


def finish(order: Order, graded: Graded, *, view: View | None) -> None:
    """Raise what keeps the exit status from being 0.

    Raises:
        UsageError: where the folder holds nothing that was asked for.
        CourseError: where no exercise could be graded, for faults of the course.
        InternalError: where none could, and the grader is at fault in one.
        KeyboardInterrupt: where somebody asked for an end before all was graded.
    """
    if graded.interrupted:
        click.echo(f"{len(graded.summary.reports)} of {len(order.exercises)} exercises were graded.", err=True)
        raise KeyboardInterrupt
    reports = graded.summary.reports
    internal = [report for report in reports if report.status == "internal"]
    judged = [report for report in internal if report.checks]
    if judged and view != "full":
        tell(say("{id} could not be judged; `--view full` shows why.", id=judged[0].exercise.id))
    if not graded.handed_in and not any(isinstance(exercise, BrokenExercise) for exercise in order.exercises):
        raise UsageError(
            say(
                "{path} holds none of the exercises that were asked for.",
                path=clean_line(str(order.given.named.resolve())),
            ),
            advice=say(
                "`grade list {path}` shows which files are looked for.", path=shlex.quote(str(order.given.named))
            ),
        )
    if internal and len(internal) == sum(_was_handed_in(report) for report in reports):
        if any(check.fault == "grader" for report in internal for check in report.checks):
            raise InternalError(
                say("Nothing could be graded: the grader itself broke."),
                advice=say("`grade doctor` looks at this machine."),
            )
        raise CourseError(
            say("Nothing could be graded: the exercises are at fault."),
            advice=say("Their author has to mend them."),
        )


def _was_handed_in(report: Report) -> bool:
    return report.handed_in or report.status != "ungradable"
