"""Commands that pages tell people to type."""

import re
from typing import Final

import click
import pytest

from grader.cli.main import COMMANDS, cli
from tests.unit.docs.pages import all_pages, page

pytestmark = pytest.mark.unit

_CONSOLE: Final = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
_TYPED: Final = re.compile(r"(?:^\$ |[|&] *)grade (?P<name>[a-z]+)(?P<rest>[^|>#&\n]*)")
PAGES: Final = [name for name in all_pages() if name.startswith("docs/") or "/" not in name]


def typed(name: str) -> list[tuple[str, list[str]]]:
    """Return the commands of a page's console blocks: each by its name, with the options given to it."""
    blocks = [block.replace("\\\n", " ") for block in _CONSOLE.findall(page(name))]
    lines = [line for block in blocks for line in block.splitlines() if line.startswith("$ ")]
    found = [match for line in lines for match in _TYPED.finditer(line)]
    return [(match["name"], re.findall(r"(?<!\S)--?[a-z][a-z-]*", match["rest"])) for match in found]


@pytest.mark.parametrize("name", PAGES)
def test_every_command_has_the_options_that_it_is_given(name: str) -> None:
    """An option that was renamed is not typed in vain by whoever follows a page."""
    for command, options in typed(name):
        assert command in COMMANDS, command
        found = cli.get_command(click.Context(cli), command)
        assert found is not None
        known = {word for option in found.params for word in (*option.opts, *option.secondary_opts)}
        assert set(options) <= known | {"--help", "-h"}, command


def test_the_readme_shows_what_people_come_for() -> None:
    """Every command that a student or an instructor meets."""
    shown = {command for command, _ in typed("README.md")}
    assert shown >= set(COMMANDS) - {"schema"}
