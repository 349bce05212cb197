"""`grade complete`: the points that a report left pending."""

# ruff: noqa: D301 - click reads \b as: do not wrap what follows

from decimal import Decimal, InvalidOperation
from pathlib import Path

import click
from pydantic import ValidationError

from grader.cli.context import IsolationChoice, Tools
from grader.cli.main import debug_option
from grader.cli.options import course_option, isolation_option, options
from grader.cli.selection import one, open_course
from grader.confine import nests
from grader.errors import CourseError, UsageError
from grader.model.completing import complete, pending_checks
from grader.model.points import plain
from grader.model.report import CheckResult, Report
from grader.submission.atomic import require_file, write_atomically
from grader.submission.collect import collect, locate

STDOUT = "-"


@click.command()
@options(
    click.argument("report", type=click.Path(path_type=Path)),
    click.argument("folder", required=False, type=click.Path(path_type=Path)),
    click.option(
        "--points",
        "given",
        multiple=True,
        metavar="NAME=N",
        help="Points that a person gives to an answer in words; can be repeated.",
    ),
    click.option(
        "--output",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Where the result goes, `-` is stdout; REPORT itself by default.",
    ),
    course_option,
    isolation_option,
    debug_option,
)
@click.pass_obj
def command(
    tools: Tools,
    report: Path,
    folder: Path | None,
    given: tuple[str, ...],
    output: Path | None,
    course: Path | None,
    isolation: IsolationChoice,
) -> None:
    """Settle the points that a report left pending.

    REPORT is a full one, as `grade submit --output` writes it. With FOLDER, what
    was handed in, the checks that the first machine could not run (no GPU, say)
    are run on this one, with the report's own seed. Verdicts that the report has
    stay as they are.

    \b
    Examples:
      grade complete reports/5.6.1-matmul-timing.json work
      grade complete reports/5.2.4-why-share.json --points WHY=2
    """
    target = output or report
    if str(target) != STDOUT:
        require_file(target)
    old = _read(report)
    checks: tuple[CheckResult, ...] = ()
    if folder is not None and pending_checks(old):
        checks = _run(old, folder, tools, course, isolation)
    try:
        new = complete(old, checks, dict(_points(word) for word in given))
    except KeyError as error:
        raise UsageError(
            f"The report has no answer in words called {error}.",
            advice="It has: " + (", ".join(answer.name for answer in old.written) or "none at all") + ".",
        ) from None
    except ValueError as error:
        raise UsageError(str(error)) from None
    document = new.model_dump_json(indent=2).encode() + b"\n"
    if str(target) == STDOUT:
        click.echo(document, nl=False)
    else:
        write_atomically(target, document)
    score = "withheld" if new.score is None else plain(new.score)
    said = f"{new.exercise.id}: {score} / {plain(new.max_score)}, {new.status}, {plain(new.pending)} pending"
    click.echo(said, err=str(target) == STDOUT)


def _read(path: Path) -> Report:
    try:
        report = Report.model_validate_json(path.read_bytes())
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from None
    except ValidationError:
        raise UsageError(
            f"{path} is no report of one exercise.",
            advice="`grade submit --output DIR` writes one full report for each exercise; name one of those files.",
        ) from None
    if report.view != "full":
        raise UsageError(
            f"{path} is a student's view.", advice="Take the full report, as `grade submit --output` writes it."
        )
    return report


def _run(
    report: Report, folder: Path, tools: Tools, course: Path | None, isolation: IsolationChoice
) -> tuple[CheckResult, ...]:
    exercise = one(open_course(course, tools.environ), report.exercise.id)
    if exercise.digest != report.exercise.digest:
        raise CourseError(
            f"Exercise {exercise.spec.id} has changed since the report was made.",
            advice="Grade the submission anew with `grade submit`.",
        )
    with nests.scratch() as private:
        submission = collect(exercise, locate(exercise, folder), private / "copy", language=report.language)
        if submission.digest != report.submission.digest:
            raise UsageError(
                f"{folder} does not hold what the report is about: its files differ.",
                advice="Name the folder as it was handed in; a changed one is a new attempt.",
            )
        with tools.make_grader(isolation=isolation, language=report.language) as grader:
            return grader.grade(
                exercise,
                submission,
                only=pending_checks(report),
                learner=report.learner,
                seed=report.seed,
                authority=report.authority,
            ).checks


def _points(word: str) -> tuple[str, Decimal]:
    name, equals, number = word.partition("=")
    try:
        points = Decimal(number)
    except InvalidOperation:
        points = Decimal("NaN")
    if not equals or not points.is_finite():
        raise UsageError(f"`--points {word}` is no NAME=N, such as WHY=2.")
    return name, points
