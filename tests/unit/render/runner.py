"""How GitHub's runner reads a line of a step's output: what it takes for a command, in either of its two forms.

Written after the behavior of `ActionCommand` in actions/runner.
"""

from typing import NamedTuple

COMMANDS = {
    "error", "warning", "notice", "debug", "group", "endgroup", "add-mask", "stop-commands", "echo", "set-env",
    "set-output", "save-state", "add-path", "add-matcher", "remove-matcher", "internal-set-repo-path",
}  # fmt: skip
_DATA = (("%0D", "\r"), ("%0A", "\n"), ("%25", "%"))
_PROPERTY = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"))
_OLD = (("%3B", ";"), ("%0D", "\r"), ("%0A", "\n"), ("%5D", "]"), ("%25", "%"))


class Command(NamedTuple):
    """A command as the runner understands it."""

    name: str
    properties: dict[str, str]
    data: str


def read_output(text: str) -> list[Command]:
    """Return the commands in a step's output; whatever ends a line on any system ends one here."""
    found = (read_line(line) for line in text.replace("\r", "\n").split("\n"))
    return [command for command in found if command is not None]


def read_line(line: str) -> Command | None:
    """Return the command that a line is, None where it is none."""
    return _new_form(line) or _old_form(line)


def _new_form(line: str) -> Command | None:
    line = line.lstrip()
    end = line.find("::", 2)
    if not line.startswith("::") or end < 0:
        return None
    name, _, properties = line[2:end].partition(" ")
    if name not in COMMANDS:
        return None
    pairs = [pair.partition("=") for pair in properties.strip().split(",") if pair]
    return Command(
        name, {key: _undone(value, _PROPERTY) for key, _, value in pairs if value}, _undone(line[end + 2 :], _DATA)
    )


def _old_form(line: str) -> Command | None:
    start = line.find("##[")
    end = line.find("]", start)
    if start < 0 or end < 0:
        return None
    name, _, properties = line[start + 3 : end].partition(" ")
    if name not in COMMANDS:
        return None
    pairs = [pair.partition("=") for pair in properties.split(";") if pair]
    return Command(
        name, {key: _undone(value, _OLD) for key, _, value in pairs if value}, _undone(line[end + 1 :], _OLD)
    )


def _undone(text: str, escapes: tuple[tuple[str, str], ...]) -> str:
    for escape, character in escapes:
        text = text.replace(escape, character)
    return text
