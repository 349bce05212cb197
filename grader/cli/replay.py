"""`grade replay`: a check of an earlier report once more, with the recorded seed."""

# ruff: noqa: D301 - click reads \b as: do not wrap what follows

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from grader.batch.reading import Records
from grader.cli.context import IsolationChoice, Tools
from grader.cli.evidence_view import full_length
from grader.cli.given import open_given
from grader.cli.options import course_option, isolation_option, options
from grader.cli.records import read_source
from grader.cli.selection import one, open_course
from grader.confine import nests
from grader.errors import UsageError
from grader.model.clean import clean_line
from grader.model.exercise import Exercise
from grader.model.report import CheckResult, Report
from grader.model.submission import Submission
from grader.render.words import out_of, status_label
from grader.spec.words import suggestion
from grader.submission.collect import collect, locate

DIFFERS = 1
_NO_VERDICT = {"blocked", "skipped"}


@click.command()
@options(
    click.argument("report"),
    click.argument("check"),
    click.argument("folder", required=False, type=click.Path(path_type=Path)),
    click.option("--exercise", "-e", "name", metavar="ID", help="Where several exercises have a check of that name."),
    click.option("--learner", default=None, metavar="NAME", help="Whose report, where REPORT has several."),
    click.option("--anyway", is_flag=True, help="Go on where the exercise or the files have changed since."),
    click.option(
        "--debug",
        is_flag=True,
        help="For authors: pdb in the check, on the judge's side. (`grade --debug replay` shows the traceback of "
        "an error.)",
    ),
    course_option,
    isolation_option,
)
@click.pass_obj
@click.pass_context
def command(
    ctx: click.Context,
    tools: Tools,
    report: str,
    check: str,
    folder: Path | None,
    name: str | None,
    learner: str | None,
    anyway: bool,
    debug: bool,
    course: Path | None,
    isolation: IsolationChoice,
) -> None:
    """Grade one check of an earlier report once more.

    REPORT is what `grade export` takes: a report, an attempt, the output of `grade
    batch`. FOLDER is what was handed in, a folder or an archive; an attempt knows
    its own, else it is the current folder. The same files, exercise and seed give
    the same verdict, and everything that the check saw is shown at full length. A
    verdict that hangs on time may differ on another machine.

    \b
    Examples:
      grade replay work test_first_net_comes_first
      grade replay reports/summary.json test_equal_widths work -e 5.1.2
      grade replay class-results test_equal_widths submissions/ada --learner ada
      grade replay reports/summary.json test_equal_widths work --debug

    Exit status: 0 the same verdict; 1 another one.
    """
    records = read_source(report)
    recorded, result = _recorded(records if learner is None else records.of(learner), check, name)
    if recorded.seed is None:
        raise UsageError(
            f"The report of {recorded.exercise.id} does not tell its seed: it is a student's view of hidden checks.",
            advice="A full report has it: `grade submit --output DIR`, `grade submit --json`, `grade batch`.",
        )
    found = open_course(course, tools.environ)
    exercise = one(found, recorded.exercise.id)
    with nests.scratch() as scratch:
        given = open_given(folder or records.folder or Path(), found, scratch, isolation=isolation)
        submission = collect(
            exercise,
            locate(exercise, given.folder),
            scratch / exercise.spec.folder_name,
            language=recorded.language,
            isolation=isolation,
        )
        _compare(recorded, exercise, submission, anyway=anyway)
        if submission.problems:
            raise UsageError(f"There is nothing to grade: {submission.problems[0]}")
        with tools.make_grader(isolation=isolation, language=recorded.language) as grader:
            grader.look_closely(_terminal() if debug else None)
            again = grader.grade(
                exercise,
                submission,
                only=(result.name,),
                learner=recorded.learner,
                seed=recorded.seed,
                authority=recorded.authority,
            )
    (new,) = again.checks
    click.echo(full_length(new, again.language))
    click.echo("")
    for line in _surroundings(recorded, again):
        click.echo(line, err=True)
    ctx.exit(_verdict(result, new, recorded))


def _terminal() -> tuple[int, int]:
    """Return the descriptors at which an author types and reads.

    Raises:
        UsageError: stdin is closed.
    """
    try:
        return os.dup(sys.stdin.fileno()), os.dup(sys.stdout.fileno())
    except (OSError, ValueError):
        raise UsageError("A debugger needs a stdin and a stdout.") from None


def _recorded(records: Records, check: str, name: str | None) -> tuple[Report, CheckResult]:
    """Return the report and the result that are meant.

    Raises:
        UsageError: there is none, or more than one.
    """
    if len(records.summaries) != 1:
        raise UsageError(
            f"There are reports of {len(records.summaries)} learners.", advice="Name one with `--learner NAME`."
        )
    (summary,) = records.about([name] if name else []).summaries
    found = [(report, result) for report in summary.reports for result in report.checks if result.name == check]
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(report.exercise.id for report, _ in found)
        raise UsageError(f"Several exercises have a check `{check}`: {ids}.", advice="Name one with `-e ID`.")
    known = [result.name for report in summary.reports for result in report.checks]
    if not known:
        reason = next((report.message for report in summary.reports if report.message), "nothing was graded")
        raise UsageError(f"The report has no checks: {clean_line(reason)}")
    close = suggestion(check, known).removeprefix("; did")
    raise UsageError(
        f"The report has no check `{clean_line(check)}`.",
        advice=f"Did{close}" if close else f"It has: {', '.join(known)}.",
    )


def _compare(recorded: Report, exercise: Exercise, submission: Submission, *, anyway: bool) -> None:
    """Say what has changed since the report was made, and stop there unless told to go on.

    Raises:
        UsageError: something has.
    """
    changes = list(_changes(recorded, exercise, submission))
    if not changes:
        return
    if not anyway:
        raise UsageError(
            "This cannot be the same grading:\n" + "\n".join(f"  {change}" for change in changes),
            advice="Name the folder as it was handed in, and the course as it was; or go on with `--anyway`.",
        )
    for change in changes:
        click.echo(f"Warning: {change}", err=True)


def _changes(recorded: Report, exercise: Exercise, submission: Submission) -> Iterator[str]:
    if exercise.digest != recorded.exercise.digest:
        yield f"Exercise {exercise.spec.id} has changed: its spec or its checks are not those of the report."
    if submission.digest == recorded.submission.digest:
        return
    then = {file.path: file.digest for file in recorded.submission.files}
    now = {file.path: file.digest for file in submission.files}
    for path in sorted(then.keys() | now.keys()):
        if path not in now:
            yield f"`{clean_line(path)}` was handed in and is not there."
        elif path not in then:
            yield f"`{clean_line(path)}` is there and was not handed in."
        elif then[path] != now[path]:
            yield f"`{clean_line(path)}` has changed."
    if then == now:
        yield "What was handed in has changed."


def _surroundings(recorded: Report, again: Report) -> Iterator[str]:
    """Yield what differs between the two machines: a reason for another verdict that lies in neither work nor check."""
    for name in ("grader", "python", "torch", "isolation"):
        old, new = getattr(recorded.environment, name), getattr(again.environment, name)
        if old != new and not {"", "none"} & {old, new}:  # nothing of the submission was run
            yield f"The report was made with {name} {clean_line(old)}, this with {clean_line(new)}."


def _verdict(old: CheckResult, new: CheckResult, recorded: Report) -> int:
    was = f"{status_label(old.status, recorded.language)}  {out_of(old.points, old.max_points)}"
    if old.status in _NO_VERDICT:
        click.echo(f"The report has no verdict to compare with: {was}")
        return 0
    if (old.status, old.points) == (new.status, new.points):
        click.echo(f"The same verdict as in the report: {was}")
        return 0
    now = f"{status_label(new.status, recorded.language)}  {out_of(new.points, new.max_points)}"
    click.echo(f"Another verdict than in the report: {was}, and now {now}")
    return DIFFERS
