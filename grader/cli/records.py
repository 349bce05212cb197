"""What commands that read earlier reports share: where they lie, and in whose view they are."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.options import Decorator
from grader.errors import UsageError

if TYPE_CHECKING:  # the model is imported when reports are read, not for --help
    from grader.batch.reading import Records

STDIN = "-"

source_argument: Decorator = click.argument("source", required=False, default=".", metavar="[SOURCE]")


def read_source(source: str) -> "Records":
    """Read the reports that the command line names; `-` is what comes on stdin.

    Raises:
        UsageError: there are none.
    """
    from grader.batch.reading import parse_records, read_records  # noqa: PLC0415 - so that --help stays light

    if source == STDIN:
        return parse_records(sys.stdin.buffer.read(), "stdin")
    return read_records(Path(source))


def require_full(records: "Records", source: str, why: str) -> None:
    """Refuse a student's view.

    Raises:
        UsageError: a report is one.
    """
    if records.view != "full":
        raise UsageError(
            f"{source} holds a student's view, and {why}.",
            advice="Full reports come from `grade submit --output DIR`, `grade submit --json` and `grade batch`.",
        )
