"""`grade explain`: what one check looks at, what happened in it, and what to try."""

# ruff: noqa: D301 - click reads \b as: do not wrap what follows

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from grader.batch.reading import Records, newest_attempt
from grader.cli import explain_words as words
from grader.cli.context import Tools
from grader.cli.evidence_view import full_length
from grader.cli.main import debug_option
from grader.cli.options import course_option, language_option, options
from grader.cli.records import STDIN, read_source, source_argument
from grader.cli.selection import one, open_course
from grader.cli.which_check import owner, require_check
from grader.errors import UsageError
from grader.model.clean import clean, clean_line
from grader.model.course import Course
from grader.model.exercise import Check, Exercise
from grader.model.points import plain
from grader.model.report import CheckResult, Report
from grader.model.text import Language, Localized
from grader.render.words import HINT
from grader.spec.functions import docstring_of

_MIB = 2**20


@click.command()
@options(
    click.argument("check"),
    source_argument,
    click.option("--exercise", "-e", "name", metavar="ID", help="Where several exercises have a check of that name."),
    language_option,
    course_option,
    debug_option,
)
@click.pass_obj
def command(tools: Tools, check: str, source: str, name: str | None, language: Language, course: Path | None) -> None:
    """Tell what a check looks at, what happened in it, and what to try.

    CHECK is its name, as `grade show ID --checks` and reports have it. What happened
    is taken from SOURCE, a report or a folder with attempts; by default from the
    newest attempt in the current folder.

    \b
    Examples:
      grade explain test_first_net_comes_first
      grade explain test_first_net_comes_first my-work -e 5.1.2
      grade explain test_equal_widths reports/summary.json --lang zh
    """
    found = open_course(course, tools.environ)
    records, color = _records(source), tools.page().color
    exercise = _exercise(found, check, name or _only(records, check, found), source)
    for title, lines in _sections(_Asked(exercise, exercise.check(check), found, source, language), records):
        click.echo(click.style(title, bold=True) if color else title)
        for line in lines:
            click.echo(f"  {line}".rstrip())
        click.echo("")


@dataclass(frozen=True)
class _Asked:
    """What is to be explained, and how."""

    exercise: Exercise
    check: Check
    course: Course
    source: str
    language: Language


def _only(records: Records, check: str, course: Course) -> str | None:
    """Return the exercise whose check was reported, where several have one of that name and one was reported."""
    owners = {
        exercise.spec.id for exercise in course.exercises if check in {entry.name for entry in exercise.spec.check}
    }
    reports = [report for summary in records.summaries for report in summary.reports]
    found = {report.exercise.id for report in reports if check in {result.name for result in report.checks}} & owners
    return found.pop() if len(found) == 1 else None


def _exercise(course: Course, check: str, name: str | None, source: str) -> Exercise:
    """Return the exercise that has the check, unless its name is none that may be told of.

    Raises:
        UsageError: there is none; in a course without hidden checks, no word about which there are elsewhere.
    """
    near = Path() if source == STDIN else Path(source)
    try:
        exercise = one(course, name) if name else owner(course, check, near)
        require_check(exercise, check)
    except UsageError as error:
        if course.has_hidden_checks or not error.message.endswith(f"check `{check}`."):
            raise
        close = error.advice if error.advice.startswith(("Did", "Its")) else ""
        raise UsageError(
            f"There is no check `{clean_line(check)}` that you may read.",
            advice=f"Hidden checks are not explained. `grade show ID --checks` shows the others. {close}".rstrip(),
        ) from None
    return exercise


def _records(source: str) -> Records:
    """Return what was reported; nothing where no attempt lies in a folder."""
    if source == STDIN or not Path(source).is_dir():
        return read_source(source)
    here = Path(source).resolve()
    for folder in (here, here.parent):  # an exercise's folder stands for the submission that it is part of
        if newest_attempt(folder):
            return read_source(str(folder))
    try:
        return read_source(source)
    except UsageError:
        return Records(())


def _sections(asked: _Asked, records: Records) -> Iterator[tuple[str, list[str]]]:
    language, check = asked.language, asked.check
    exercise = asked.exercise.spec
    name = clean_line(check.title.get(language)) if check.title else check.name
    said = [check.name, _kind(asked)] if name != check.name else [_kind(asked)]
    yield f"{exercise.id}  {clean_line(exercise.title.get(language))}: {name}", said
    yield words.LOOKS_AT.get(language), _docstring(asked)
    needs = [asked.exercise.check(need) for need in check.needs]
    if needs:
        titles = [f"{need.name}: {clean_line(need.title.get(language))}" if need.title else need.name for need in needs]
        yield words.NEEDS.get(language), titles
    yield words.LIMITS.get(language), list(_limits(asked))
    found = _newest(records, asked)
    yield words.HAPPENED.get(language), list(_happened(asked, records, found))
    yield words.TO_TRY.get(language), list(_to_try(asked, found))


def _kind(asked: _Asked) -> str:
    language, check = asked.language, asked.check
    points = words.POINTS.get(language).format(points=plain(check.points))
    share = words.BY_SHARE.get(language) if check.partial else ""
    hidden = check.name not in asked.exercise.visible
    seen = words.HIDDEN.get(language).format(show=check.show) if hidden else words.VISIBLE.get(language)
    return f"{points}{share}; {seen}"


def _docstring(asked: _Asked) -> list[str]:
    files = (asked.exercise.visible_file, asked.exercise.checks_file)
    said = next((text for file in files if file and (text := docstring_of(file, asked.check.name))), "")
    lines = clean(said).splitlines() or [words.NO_DOCSTRING.get(asked.language)]
    hint = asked.check.hint
    return [*lines, _hint(hint, asked.language)] if hint else lines


def _hint(hint: Localized, language: Language) -> str:
    return HINT.get(language).format(hint=clean_line(hint.get(language)))


def _limits(asked: _Asked) -> Iterator[str]:
    limits = asked.exercise.spec.limits
    yield words.LIMIT.get(asked.language).format(
        seconds=f"{limits.seconds:g}", memory=limits.memory // _MIB, disk=limits.disk // _MIB
    )
    if asked.check.isolated:
        yield words.ALONE.get(asked.language)
    if asked.check.requires.cuda:
        yield words.CUDA.get(asked.language).format(count=asked.check.requires.cuda)


def _newest(records: Records, asked: _Asked) -> tuple[Report, CheckResult | None] | None:
    """Return the report about the exercise, and in it the check; None where there is none."""
    reports = [report for summary in records.summaries for report in summary.reports]
    about = [report for report in reports if report.exercise.id == asked.exercise.spec.id]
    if len(about) > 1:
        raise UsageError(
            f"{asked.source} has {len(about)} reports about {asked.exercise.spec.id}.",
            advice="Name the report of one submission.",
        )
    if not about:
        return None
    return about[0], next((check for check in about[0].checks if check.name == asked.check.name), None)


def _happened(asked: _Asked, records: Records, found: tuple[Report, CheckResult | None] | None) -> Iterator[str]:
    language = asked.language
    if found is None:
        yield (words.NOT_IN_IT if records.summaries else words.NOT_TRIED).get(language)
        return
    report, result = found
    if report.attempt is not None:
        time = f"{report.started:%Y-%m-%d %H:%M} UTC"
        yield words.ATTEMPT.get(language).format(number=report.attempt, time=time)
    if report.exercise.digest != asked.exercise.digest:
        yield words.OUTDATED.get(language)
    if result is None:
        reason = clean_line(report.message)
        yield words.NOT_GRADED.get(language).format(reason=reason) if reason else words.NOT_IN_IT.get(language)
        return
    without_hint = result.model_copy(update={"hint": ""})  # it is said above
    yield from full_length(without_hint, language).splitlines()


def _to_try(asked: _Asked, found: tuple[Report, CheckResult | None] | None) -> Iterator[str]:
    language, check = asked.language, asked.check
    result = found[1] if found else None
    if result is not None and result.status in words.ADVICE:
        yield words.ADVICE[result.status].get(language)
    id_, where = asked.exercise.spec.id, shlex.quote(asked.source)
    commands: list[tuple[str, Localized]] = []
    if result is not None:
        commands += [(f"grade explain {need} {where} -e {id_}", words.EXPLAIN_FIRST) for need in result.blocked_by]
    commands.append((f"grade show {id_}", words.STATEMENT))
    if asked.exercise.visible:
        commands.append((f"grade show {id_} --checks", words.SOURCE))
    if check.name in asked.exercise.visible:
        commands.append((f"grade watch {where} -e {id_}", words.RUN_AGAIN))
    if found and result and found[0].seed and result.status not in {"passed", "blocked", "skipped"}:
        commands.append((f"grade replay {where} {check.name} -e {id_}", words.SAME_AGAIN))
    width = max(len(command) for command, _ in commands)
    for command_, what in commands:
        yield f"{command_:<{width}}  {what.get(language)}"
