"""`grade show`: the statement of an exercise."""

# ruff: noqa: D301 - click reads \b as: do not wrap what follows

import sys
from pathlib import Path

import click

from grader.cli.context import Tools
from grader.cli.main import debug_option
from grader.cli.options import course_option, language_option, options
from grader.cli.selection import one, open_course
from grader.cli.tell import tell
from grader.errors import CourseError, UsageError, say
from grader.model.clean import clean
from grader.model.text import Language

_LIMIT = 1_000_000


@click.command()
@options(
    click.argument("name", metavar="ID"),
    click.option("--checks", is_flag=True, help="Show the checks that you may read, instead of the statement."),
    language_option,
    course_option,
    debug_option,
)
@click.pass_obj
def command(tools: Tools, name: str, checks: bool, language: Language, course: Path | None) -> None:
    """Show the statement of an exercise.

    At a terminal it is laid out; in a pipe it is the Markdown as it was written.

    \b
    Examples:
      grade show 5.1.2
      grade show parallel-block --lang zh
      grade show 5.1.2 > statement.md
      grade show 5.1.2 --checks
    """
    exercise = one(open_course(course, tools.environ), name)
    if checks:
        if exercise.visible_file is None:
            raise UsageError(say("{id} has no checks that you may read.", id=exercise.spec.id))
        click.echo(clean(exercise.visible_file.read_text(encoding="utf-8", errors="replace"), _LIMIT).rstrip("\n"))
        return
    files = [exercise.folder / "README.md"]
    if language == "zh":
        files.insert(0, exercise.folder / "README.zh.md")
    path = next((file for file in files if file.is_file()), None)
    if path is None:
        raise CourseError(
            say("{id} has no statement.", id=exercise.spec.id),
            advice=say("Its author has to write {path}.", path=files[-1]),
        )
    if path is not files[0]:
        tell(say("{id} has no statement in Chinese yet; this is the English one.", id=exercise.spec.id))
    text = clean(path.read_text(encoding="utf-8", errors="replace"), _LIMIT)
    if sys.stdout.isatty():
        _print_laid_out(text, tools)
    else:
        click.echo(text.rstrip("\n"))


def _print_laid_out(text: str, tools: Tools) -> None:
    from rich.console import Console  # noqa: PLC0415 - a pipe does without rich
    from rich.markdown import Markdown  # noqa: PLC0415

    page = tools.page()
    console = Console(width=min(page.width, 100), no_color=not page.color)
    console.print(Markdown(text))
