"""Pages on disk: where they go, and what they may replace."""

from pathlib import Path
from typing import Final

import click

from grader.errors import EnvironmentFault, UsageError
from grader.model.clean import clean_line
from grader.render.html.document import GENERATOR
from grader.submission.atomic import own_descriptor, require_file, write_atomically

_MARK: Final = f'<meta name="generator" content="{GENERATOR} '.encode()
_HEAD: Final = 4_096
"""Bytes at the beginning of a page in which the mark is."""


def require_page(target: Path) -> None:
    """Refuse what a page must not replace: anything but an earlier page of ours.

    Args:
        target: where one is to go; `-` and the process's own descriptors are streams.

    Raises:
        UsageError: there is a file of somebody else, a folder, a device, a socket or a pipe.
    """
    if str(target) == "-" or own_descriptor(target) is not None:
        return
    require_file(target)
    if target.exists() and not _is_page(target):
        raise UsageError(
            f"{clean_line(str(target), 300)} is there and is no page of ours, so it stays.",
            advice="Name another file with `--html FILE`.",
        )


def write_page(page: str, target: Path, *, quiet: bool = False) -> Path | None:
    """Write a page, and say on stderr where; an earlier page of ours is replaced, another file never.

    Args:
        page: the document.
        target: where; `-` prints it on stdout.
        quiet: whether nothing is said.

    Returns:
        The file; None for stdout.

    Raises:
        UsageError: as `require_page` does.
        EnvironmentFault: it cannot be written.
    """
    if str(target) == "-":
        click.echo(page.encode(), nl=False)
        return None
    shown = clean_line(str(target), 300)
    try:
        require_page(target)
        known = own_descriptor(target) is None and target.exists()
        target.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(target, page.encode())
    except OSError as error:
        raise EnvironmentFault(
            f"{shown} cannot be written: {error.strerror}.", advice="Name another file with `--html FILE`."
        ) from error
    if not quiet:
        click.echo(f"{'Replaced' if known else 'Wrote'} {shown}.", err=True)
    return target


def _is_page(path: Path) -> bool:
    """Tell whether a file is a page of ours, by the mark at its head."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return _MARK in file.read(_HEAD)
