"""`grade doctor`: what this machine offers, what is missing, and what to do."""

# ruff: noqa: D301 - click reads \b as: do not wrap what follows

import importlib.metadata
import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import click

from grader.cli.context import Tools, print_document
from grader.cli.main import debug_option
from grader.cli.options import course_option, json_option, options
from grader.errors import EnvironmentFault, GraderError
from grader.render.words import DASH
from grader.spec.discover import find_course, load_course

Purpose = Literal["self", "course"]

_LEAST_PYTHON = (3, 11)
_LEAST_TORCH = (2, 6)
_LEAST_ROOM = 256 * 2**20


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `needed`: without it nothing is graded for the purpose asked about."""

    name: str
    holds: bool
    needed: bool
    detail: str
    advice: str = ""


@click.command()
@options(
    click.option(
        "--for",
        "purpose",
        type=click.Choice(["self", "course"]),
        default="self",
        show_default=True,
        help="Grading your own work, or other people's, which demands confinement.",
    ),
    json_option,
    course_option,
    debug_option,
)
@click.pass_obj
def command(tools: Tools, purpose: Purpose, as_json: bool, course: Path | None) -> None:
    """Tell what this machine offers, what is missing and what to do.

    The exit status is 4 where something needed is missing. Everything is tried
    out, nothing is changed.

    \b
    Examples:
      grade doctor
      grade doctor --for course --json
    """
    findings = [*_software(), _null(), _room(), _course(course, tools.environ), *_isolation(purpose)]
    ready = all(finding.holds for finding in findings if finding.needed)
    if as_json:
        document = {"ready": ready, "for": purpose, "rows": [asdict(row) for row in findings]}
        print_document(json.dumps(document, indent=2, ensure_ascii=False))
    else:
        _print_table(findings)
    if not ready:
        missing = ", ".join(finding.name for finding in findings if finding.needed and not finding.holds)
        raise EnvironmentFault(f"Something needed is missing: {missing}.")


def _software() -> Iterator[Finding]:
    version = platform.python_version()
    advice = f"Install Python {'.'.join(map(str, _LEAST_PYTHON))} or newer."
    holds = sys.version_info >= _LEAST_PYTHON
    yield Finding("python", holds, True, version, "" if holds else advice)
    try:
        torch = importlib.metadata.version("torch")
    except importlib.metadata.PackageNotFoundError:
        torch = ""
    holds = _numbers(torch) >= _LEAST_TORCH
    advice = f"Install torch {'.'.join(map(str, _LEAST_TORCH))} or newer into the environment of {sys.executable}."
    yield Finding("torch", holds, True, torch or "not installed", "" if holds else advice)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.partition("+")[0].split(".")[:2] if part.isdecimal())


def _null() -> Finding:
    """Look at the device that every started process gets for the streams that it does not need."""
    from grader.model.machine import COMMAND, null_fault  # noqa: PLC0415 - only this command asks

    fault = null_fault()
    return Finding("null device", fault is None, True, fault or os.devnull, f"As root: {COMMAND}" if fault else "")


def _room() -> Finding:
    """Try to write where copies of submissions go, and see how much room there is."""
    name = "temporary folder"
    try:
        where = tempfile.gettempdir()
        free = shutil.disk_usage(where).free
        with tempfile.TemporaryFile(prefix="grader-") as file:
            file.write(b"room")
    except OSError as error:
        return Finding(name, False, True, str(error), "Set TMPDIR to a folder that can be written to.")
    holds = free >= _LEAST_ROOM
    return Finding(
        name, holds, True, f"{where}, {free // 2**20} MiB free", "" if holds else "Make room, or set TMPDIR."
    )


def _course(explicit: Path | None, environ: Mapping[str, str]) -> Finding:
    try:
        course = load_course(find_course(explicit, environ))
    except GraderError as error:
        return Finding("course", False, False, error.message, error.advice)
    kind = "with hidden checks" if course.has_hidden_checks else "without hidden checks, as students get it"
    detail = f"{course.root}, {len(course.exercises)} exercises, {kind}"
    if course.broken:
        names = ", ".join(broken.folder_name for broken in course.broken)
        return Finding(
            "course", False, False, f"{detail}; specs are wrong: {names}", "`grade submit` tells every fault."
        )
    return Finding("course", True, False, detail)


def _isolation(purpose: Purpose) -> Iterator[Finding]:
    """Try every mechanism of confinement out; without them a person can still grade the own work."""
    from grader.confine.probe import probe  # noqa: PLC0415 - only this command pays for it

    found = probe()
    for row in found.rows:
        yield Finding(row.name, row.holds, row.needed and purpose == "course", row.detail, row.advice)
    holds = found.isolation == "confined"
    detail = "confined" if holds else "process: a plain child process, which holds back no hostile code"
    advice = "" if holds else "Enough for your own work. For other people's, see the rows above, or run in a container."
    yield Finding("isolation", holds, purpose == "course", detail, advice)


def _print_table(findings: list[Finding]) -> None:
    width = max(len(finding.name) for finding in findings)
    for finding in findings:
        mark = "✓" if finding.holds else "✗" if finding.needed else DASH
        click.echo(f"{mark} {finding.name:<{width}}  {finding.detail}")
        if finding.advice and not finding.holds:
            click.echo(f"  {'':<{width}}  → {finding.advice}")
