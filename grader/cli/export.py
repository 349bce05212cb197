"""`grade export`: reports in the formats of gradebooks, graders of other systems and CI servers."""

# ruff: noqa: D301 - click reads \b as: do not wrap what follows

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import click
from click.core import ParameterSource

from grader.cli.context import IsolationChoice, Tools
from grader.cli.main import debug_option
from grader.cli.options import course_option, exercise_option, options
from grader.cli.records import STDIN, read_source, require_full, source_argument
from grader.cli.roster import read_people
from grader.cli.selection import everything, named, open_course
from grader.errors import EnvironmentFault, SpecFaults, UsageError
from grader.model.course import BrokenExercise
from grader.model.report import Summary
from grader.model.text import Language
from grader.render.export import Audience, Format, Option, Request, all_formats, export
from grader.submission.atomic import require_file, write_atomically

_STDOUT: Final = "-"
_BUNDLE_ONLY: Final = {"isolation": "--isolation", "course": "--course"}
_FORMAT_ONLY: Final = {
    "source": "SOURCE",
    "name": "--format",
    "output": "--output",
    "audience": "--for",
    "learner": "--learner",
    "column": "--column",
    "gradebook": "--gradebook",
    "roster": "--roster",
    "identify_by": "--identify-by",
    "provisional": "--provisional",
    "path_prefix": "--path-prefix",
}
_FLAGS: Final[Mapping[Option, str]] = {
    "column": "--column",
    "gradebook": "--gradebook",
    "identify_by": "--identify-by",
    "roster": "--roster",
    "path_prefix": "--path-prefix",
    "provisional": "--provisional",
}


def _list_formats(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if not value:
        return
    formats = all_formats()
    width = max(map(len, formats))
    for name, format_ in formats.items():
        click.echo(f"{name:<{width}}  {format_.about}")
    ctx.exit()


@click.command()
@options(
    source_argument,
    click.option("--format", "name", metavar="NAME", help="The format; --list names them."),
    click.option(
        "--list", is_flag=True, is_eager=True, expose_value=False, callback=_list_formats, help="List the formats."
    ),
    click.option(
        "--output",
        type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
        metavar="FILE",
        help="Write there, not to stdout.",
    ),
    click.option(
        "--for",
        "audience",
        type=click.Choice(["student", "instructor"]),
        default=None,
        help="Who reads it. Default: student; a gradebook is always the instructors'.",
    ),
    exercise_option,
    click.option("--learner", default=None, metavar="NAME", help="Only this learner's reports."),
    click.option("--column", default="", metavar="TITLE", help="Gradebooks: the column's title."),
    click.option(
        "--gradebook",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="CSV",
        help="canvas: fill the column in this file, as Canvas exported it.",
    ),
    click.option(
        "--roster",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="CSV",
        help="Gradebooks: who learners are there; `learner` and the gradebook's own columns.",
    ),
    click.option(
        "--identify-by",
        default="",
        metavar="NAME",
        help="Gradebooks: what learners' names are: login, sis, id (canvas); username, idnumber, email (moodle); "
        "username, orgdefinedid (brightspace).",
    ),
    click.option("--provisional", is_flag=True, help="Gradebooks: book scores that have points pending as well."),
    click.option(
        "--path-prefix",
        default="",
        metavar="DIR",
        help="github: where the submission lies in the repository; an attempt knows.",
    ),
    click.option(
        "--gradescope-bundle",
        "bundle",
        type=click.Path(path_type=Path),
        metavar="PATH",
        help="Instead: write a Gradescope autograder there, a folder or a .zip, for the exercises of -e.",
    ),
    click.option(
        "--isolation",
        type=click.Choice(["confined", "auto", "process"]),
        default="confined",
        help="The bundle's: how student processes are held on Gradescope's machines.",
    ),
    click.option(
        "--lang",
        "language",
        type=click.Choice(["en", "zh"]),
        default=None,
        help="Language of what the grader says. Default: the report's; of a bundle, en.",
    ),
    course_option,
    debug_option,
)
@click.pass_obj
@click.pass_context
def command(
    ctx: click.Context,
    tools: Tools,
    source: str,
    name: str | None,
    output: Path | None,
    audience: Audience | None,
    names: tuple[str, ...],
    learner: str | None,
    column: str,
    gradebook: Path | None,
    roster: Path | None,
    identify_by: str,
    provisional: bool,
    path_prefix: str,
    bundle: Path | None,
    isolation: IsolationChoice,
    language: Language | None,
    course: Path | None,
) -> None:
    """Write reports in another system's format.

    SOURCE is what `grade submit --json` printed or `--output` wrote, an attempt
    under .grader/, a submission's folder (its newest attempt), the output folder
    of `grade batch`, or - for stdin; without it the current folder. Who was not
    graded gets no score, which is not the same as a zero; stderr says who.

    docs/exports.md tells for each format what it holds and how to hand it over.

    \b
    Examples:
      grade export --format junit work > report.xml
      grade submit work --json | grade export --format gradescope -
      grade export --format canvas results --gradebook exported.csv \\
            --column "Homework 5 (1234)" --output filled.csv
      grade export --format moodle results -e 5.1.2 --roster roster.csv
      grade export --gradescope-bundle autograder.zip -e 5.1.2 -e 5.1.3
    """
    if bundle is not None:
        _refuse(ctx, _FORMAT_ONLY, "has no part in a bundle: `--gradescope-bundle` reads no reports")
        _write_bundle(bundle, names, tools, course, isolation, language or "en")
        return
    _refuse(ctx, _BUNDLE_ONLY, "is for `--gradescope-bundle`: a report is written as it was made")
    if output is not None and str(output) != _STDOUT:
        require_file(output)
    format_ = _format(name)
    given = {
        "column": column,
        "gradebook": gradebook,
        "identify_by": identify_by,
        "roster": roster,
        "path_prefix": path_prefix,
        "provisional": provisional,
    }
    for option, flag in _FLAGS.items():
        if given[option] and option not in format_.takes:
            raise UsageError(f"`{format_.name}` does not take {flag}.")
    records = read_source(source).about(names)
    if learner is not None:
        records = records.of(learner)
    audience = audience or ("student" if "student" in format_.audiences else "instructor")
    if audience == "instructor":
        require_full(records, "stdin" if source == STDIN else source, "an instructor's document needs all of a report")
    summaries = tuple(
        _in_language(summary.for_student() if audience == "student" else summary, language)
        for summary in records.summaries
    )
    prefix = path_prefix or _place(records.folder)
    request = Request(
        summaries=summaries,
        audience=audience,
        ungraded=records.ungraded,
        column=column,
        gradebook=_content(gradebook) if gradebook else None,
        identify_by=identify_by,
        people=read_people(roster) if roster else None,
        path_prefix=prefix,
        flat=_is_flat(Path(prefix), summaries),
        provisional=provisional,
    )
    exported = export(format_, request)
    for remark in exported.remarks:
        click.echo(remark, err=True)
    _write(exported.content, output)


def _format(name: str | None) -> Format:
    formats = all_formats()
    if name is None:
        raise UsageError("Which format? Name one with `--format NAME`.", advice=f"There are: {', '.join(formats)}.")
    if name not in formats:
        raise UsageError(f"There is no format `{name}`.", advice=f"There are: {', '.join(formats)}.")
    return formats[name]


def _refuse(ctx: click.Context, options_: Mapping[str, str], reason: str) -> None:
    """Refuse options of the command's other form: nothing that is asked for is passed over in silence.

    Raises:
        UsageError: one was given.
    """
    for parameter, flag in options_.items():
        if ctx.get_parameter_source(parameter) is ParameterSource.COMMANDLINE:
            raise UsageError(f"{flag} {reason}.")


def _in_language(summary: Summary, language: Language | None) -> Summary:
    """Return a summary whose words are in a language; titles and hints stay as they were recorded."""
    if language is None:
        return summary
    reports = tuple(report.model_copy(update={"language": language}) for report in summary.reports)
    return summary.model_copy(update={"reports": reports})


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from None


def _place(folder: Path | None) -> str:
    """Return where a submission lies below the current folder; empty where it doesn't, or where that is not known."""
    here = Path.cwd()
    return str(folder.relative_to(here)) if folder is not None and folder.is_relative_to(here) else ""


def _is_flat(root: Path, summaries: tuple[Summary, ...]) -> bool:
    """Tell whether the files that were graded lie in a folder itself, not in one folder an exercise."""
    reports = [report for summary in summaries for report in summary.reports]
    if any((root / f"{report.exercise.id}-{report.exercise.slug}").is_dir() for report in reports):
        return False
    return any((root / file.path).is_file() for report in reports for file in report.submission.files)


def _write_bundle(
    target: Path,
    names: tuple[str, ...],
    tools: Tools,
    course: Path | None,
    isolation: IsolationChoice,
    language: Language,
) -> None:
    from grader.authoring.bundle import build_bundle  # noqa: PLC0415 - so that --help stays light

    found = open_course(course, tools.environ)
    if not found.has_hidden_checks:
        click.echo("This course has no hidden checks: the autograder will run those that students have.", err=True)
    chosen = named(found, names) if names else everything(found)
    broken = [exercise for exercise in chosen if isinstance(exercise, BrokenExercise)]
    if broken:
        raise SpecFaults(tuple(fault for exercise in broken for fault in exercise.faults))
    exercises = [exercise for exercise in chosen if not isinstance(exercise, BrokenExercise)]
    for remark in build_bundle(found, exercises, target, isolation=isolation, language=language):
        click.echo(remark, err=True)
    ids = ", ".join(exercise.spec.id for exercise in exercises)
    click.echo(f"Wrote an autograder for {ids} to {target}.", err=True)


def _write(content: bytes, output: Path | None) -> None:
    if output is None or str(output) == _STDOUT:
        click.echo(content, nl=False)  # bytes: the encoding is the format's, not the terminal's
        return
    try:
        write_atomically(output, content)
    except OSError as error:
        raise EnvironmentFault(f"{output} cannot be written: {error.strerror}.") from error
