"""`grade submit`: grade a folder or an archive and record it; or pack it where the hidden checks are elsewhere."""

# ruff: noqa: D301 - click reads \b as: do not wrap what follows

from pathlib import Path

import click

from grader.cli.context import IsolationChoice, Tools
from grader.cli.given import Given, open_given
from grader.cli.grading import Graded, Order, grade_folder, warming
from grader.cli.main import debug_option
from grader.cli.options import (
    course_option,
    exercise_option,
    folder_argument,
    isolation_option,
    json_option,
    language_option,
    learner_option,
    options,
    seed_option,
    view_option,
)
from grader.cli.progress import progress
from grader.cli.results import finish, print_summary, require_output, tell_faults, write_output
from grader.cli.selection import in_folder, named, open_course
from grader.cli.tell import tell
from grader.confine import nests
from grader.errors import EnvironmentFault, say
from grader.model.course import Course
from grader.model.report import Summary, View
from grader.model.text import Language
from grader.render.base import Page, renderer
from grader.submission.atomic import require_file, require_folder
from grader.submission.attempts import save_attempt
from grader.submission.pack import pack

ARCHIVE = "submission.zip"


@click.command()
@options(
    folder_argument,
    exercise_option,
    json_option,
    view_option,
    click.option(
        "--output",
        type=click.Path(path_type=Path, file_okay=False),
        metavar="DIR",
        help="Write the full reports there, one file for each exercise and summary.json.",
    ),
    click.option(
        "--html", type=click.Path(path_type=Path), metavar="FILE", help="Write the report there as a page as well."
    ),
    language_option,
    course_option,
    learner_option,
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
    output: Path | None,
    html: Path | None,
    language: Language,
    course: Path | None,
    learner: str,
    seed: str | None,
    isolation: IsolationChoice,
) -> None:
    """Grade a folder of exercises and record the attempt.

    FOLDER holds a folder for each exercise, or is one exercise's folder; without
    a name it is the current one. The report goes to stdout, everything else to
    stderr. Each run leaves the student's view under FOLDER/.grader/attempts/.

    FOLDER may be a zip or tar archive of one. Nothing is written beside an
    archive; `--output` keeps its reports.

    Where the course has no hidden checks, those that you may read are run, and
    FOLDER/submission.zip is packed for your instructor.

    \b
    Examples:
      grade submit                                 everything in this folder
      grade submit my-work -e 5.1.2                one exercise
      grade submit my-work/5.1.2-parallel-block    the same
      grade submit my-work --json > report.json    for a machine
      grade submit my-work --html report.html      for a browser
      grade submit my-work.zip                     an archive
      grade submit ada/ --learner ada --output reports/ada
    """
    _require_outputs(output, html)
    with (
        warming(tools, isolation, language) as grader,
        nests.scratch() as scratch,
    ):
        found = open_course(course, tools.environ)
        given = open_given(folder, found, scratch, isolation=isolation, language=language)
        exercises = tuple(named(found, names) if names else in_folder(found, given.folder))
        if output is not None:
            require_output(output, exercises)
        if not found.has_hidden_checks and not given.is_archive:
            require_file(given.folder / ARCHIVE)
        order = Order(exercises, given, not found.has_hidden_checks, language, isolation, learner, seed)
        graded = grade_folder(order, scratch, tools, grader, progress)
        summary = graded.summary
        if graded.handed_in:
            summary = _record(given, summary, tools, elsewhere=output is not None)
        if order.visible_only and graded.handed_in:
            _pack(given, found, graded, learner, tools)
    print_summary(summary, tools, as_json=as_json, view=view)
    tell_faults(order)
    if output is not None:
        write_output(output, summary)
    if html is not None:
        _write_page(html, summary if view == "full" else summary.for_student())
    finish(order, graded, view=view or ("full" if as_json else "student"))


def _require_outputs(output: Path | None, html: Path | None) -> None:
    """Refuse at once what could not be written at the end."""
    if output is not None:
        require_folder(output)
    if html is not None:
        from grader.cli.pages import require_page  # noqa: PLC0415 - templates are for who asks for a page

        require_page(html)


def _write_page(target: Path, shown: Summary) -> None:
    from grader.cli.pages import write_page  # noqa: PLC0415 - templates are for who asks for a page

    write_page(renderer("html")(shown, Page()), target)


def _record(given: Given, summary: Summary, tools: Tools, *, elsewhere: bool) -> Summary:
    """Record the attempt; a folder that cannot be written to costs the record and not the grading."""
    if given.is_archive:
        if not elsewhere:
            tell(say("Not recorded, since {path} is an archive; `--output DIR` keeps the reports.", path=given.named))
        return summary
    try:
        path = save_attempt(given.folder, summary.for_student(), time=tools.now())
    except EnvironmentFault as fault:
        tell(say("Warning: {message}", message=fault.message))
        tell(fault.advice)
        return summary
    tell(say("Recorded in {path}.", path=path))
    return summary.with_attempt(int(path.stem))


def _pack(given: Given, course: Course, graded: Graded, learner: str, tools: Tools) -> None:
    """Pack what was handed in, and say what was and what was not."""
    tell(say("This course has no hidden checks, so only those that you may read were run."))
    if given.is_archive:
        tell(say("{path} can be handed in as it is.", path=given.named))
        _warn(graded)
        return
    if not any(submission.files for _, submission in graded.handed_in):
        _warn(graded)  # an archive of nothing is not for handing in, least of all in place of an earlier one
        return
    target = given.folder / ARCHIVE
    try:
        manifest = pack(graded.handed_in, target, course=course.spec.id, learner=learner, time=tools.now())
    except OSError as error:
        raise EnvironmentFault(
            say("{path} cannot be written: {reason}.", path=target, reason=error.strerror),
            advice=say("Make room, or the folder writable."),
        ) from error
    packed = ", ".join(entry.id for entry in manifest.exercises)
    tell(say("Packed {packed} into {path}: hand that in.", packed=packed, path=target))
    _warn(graded)


def _warn(graded: Graded) -> None:
    """Say what is wrong with what is about to be handed in."""
    for exercise, submission in graded.handed_in:
        for problem in submission.problems:
            tell(say("Warning: {message}", message=f"{exercise.spec.id}: {problem}"))
