"""The page of commands, written from their own help.

Write it anew with `python -m tests.unit.cli.reference > docs/reference/commands.md`.
"""

from click.testing import CliRunner

from grader.cli.main import COMMANDS, cli

HEAD = """\
# Commands

This page is written from the commands' own `--help`; a test fails when it is not.

| exit status | meaning |
|---|---|
| 0 | done; for a grading: it took place, whatever the score |
| 1 | `grade audit` found errors, `grade diff` or `grade replay` another verdict |
| 2 | the command line, or a folder named in it: no such folder or exercise, nothing handed in |
| 3 | the course: none of the exercises asked for could be graded, for faults of their specs or checks |
| 4 | this machine: something needed is missing or cannot be written |
| 5 | the grader itself broke; never a verdict on anybody's work |
| 130 | interrupted |

The result goes to stdout, everything else to stderr. `NO_COLOR`, `FORCE_COLOR` and `COLUMNS` are respected.
"""


def page() -> str:
    """Return the whole page."""
    parts = [HEAD]
    for name in ("", *COMMANDS):
        arguments = [name, "--help"] if name else ["--help"]
        shown = CliRunner().invoke(cli, arguments, prog_name="grade", env={"COLUMNS": "80"}, terminal_width=80)
        parts.append(f"## `grade{f' {name}' if name else ''}`\n\n```text\n{shown.stdout.rstrip()}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    print(page(), end="")  # noqa: T201 - the page is this module's output
