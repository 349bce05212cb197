"""Options that several commands share, each written once."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from grader.cli.tell import LANGUAGE_VARIABLE, locale_language, remember_language

Decorator = Callable[[Any], Any]

folder_argument: Decorator = click.argument("folder", default=".", type=click.Path(path_type=Path))

course_option: Decorator = click.option(
    "--course",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The course's folder; else GRADER_COURSE, else the one beside the package.",
)

exercise_option: Decorator = click.option(
    "--exercise",
    "-e",
    "names",
    multiple=True,
    metavar="ID",
    help="Only this exercise: id, slug or folder name. Repeats.",
)

language_option: Decorator = click.option(
    "--lang",
    "language",
    type=click.Choice(["en", "zh"]),
    default=locale_language,
    envvar=LANGUAGE_VARIABLE,
    show_default="that of the locale",
    show_envvar=True,
    callback=remember_language,
    is_eager=True,
    help="Language of reports, statements and messages.",
)

json_option: Decorator = click.option("--json", "as_json", is_flag=True, help="Print one JSON document on stdout.")

isolation_option: Decorator = click.option(
    "--isolation",
    type=click.Choice(["auto", "confined", "process"]),
    default="auto",
    show_default=True,
    help="How student processes are held; auto takes the strongest that this machine has.",
)

view_option: Decorator = click.option(
    "--view",
    type=click.Choice(["full", "student"]),
    default=None,
    help="Everything, or what the spec shows to students. Default: full with --json, else student.",
)


def _exact_name(_ctx: click.Context, _parameter: click.Parameter, value: str) -> str:
    from grader.model.names import is_exact, shown  # noqa: PLC0415 - `grade --help` does without

    if value and not is_exact(value):
        raise click.BadParameter(f"{shown(value)} cannot be written exactly: it has blanks or characters to leave out.")
    return value


learner_option: Decorator = click.option(
    "--learner", default="", metavar="NAME", callback=_exact_name, help="Who hands in; goes into the report."
)


def _checked_seed(_ctx: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    digits = 64
    try:
        valid = len(bytes.fromhex(value)) * 2 == digits
    except ValueError:
        valid = False
    if not valid:
        raise click.BadParameter(f"a seed is {digits} hexadecimal digits, as `seed` in a report.")
    return value.lower()


seed_option: Decorator = click.option(
    "--seed", default=None, metavar="HEX", callback=_checked_seed, help="Repeat a grading: the seed of its report."
)


def options(*decorators: Decorator) -> Decorator:
    """Combine decorators into one, in the order in which help shows them."""

    def decorate(function: Any) -> Any:
        for decorator in reversed(decorators):
            function = decorator(function)
        return function

    return decorate
