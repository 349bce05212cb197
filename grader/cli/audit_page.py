"""What a person sees of an audit: progress on stderr, a table and the findings on stdout."""

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Final, Protocol

import click
from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from grader.audit.figures import CourseAudit, ExerciseAudit, MutationFigures
from grader.audit.finding import Finding
from grader.model.clean import clean, clean_line
from grader.render.base import Page

_STYLES: Final = {"error": "bold red", "warning": "yellow", "note": "dim"}
_DIFF_STYLES: Final = {"+": "green", "-": "red"}
_NOTHING: Final = "—"
_COLUMNS: Final = {
    "exercise": 0,
    "err": 3,
    "warn": 4,
    "note": 4,
    "lines": 5,
    "branch": 6,
    "mutants": 7,
    "slowest": 7,
    "took": 6,
}
"""Columns of the table and their least widths; only names of exercises are cut where there is no room."""


class Shown(Protocol):
    """Is told how an audit goes on."""

    def trial(self) -> None:
        """A solution has been graded; told from several threads."""
        ...

    def exercise(self, audit: ExerciseAudit) -> None:
        """An exercise is done."""
        ...


@contextmanager
def progress(total: int) -> Iterator[Shown]:
    """Show on stderr how an audit of so many exercises goes on: a bar at a terminal, lines in a pipe."""
    if not sys.stderr.isatty():
        yield _Lines(total)
        return
    bar = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TextColumn("{task.fields[gradings]} gradings", markup=False),
        console=Console(stderr=True),
        transient=True,
    )
    with bar:
        yield _Bar(bar, total)


class _Lines:
    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0

    def trial(self) -> None:
        pass

    def exercise(self, audit: ExerciseAudit) -> None:
        self._done += 1
        counts = ", ".join(f"{audit.count(kind)} {kind}s" for kind in _STYLES)
        known = f", {audit.known} of them known" if audit.known else ""
        said = f"{counts} ({audit.gradings} gradings{known}, {audit.seconds:.0f} s)"
        click.echo(f"[{self._done}/{self._total}] {clean_line(audit.exercise)}: {said}", err=True)


class _Bar:
    def __init__(self, bar: Progress, total: int) -> None:
        self._bar = bar
        self._task = bar.add_task("exercises", total=total, gradings=0)
        self._gradings = 0
        self._lock = Lock()

    def trial(self) -> None:
        with self._lock:
            self._gradings += 1
            self._bar.update(self._task, gradings=self._gradings)

    def exercise(self, audit: ExerciseAudit) -> None:  # noqa: ARG002 - the table follows in full
        self._bar.advance(self._task)


def show(audit: CourseAudit, page: Page, *, matrix: bool = False) -> None:
    """Print an audit on stdout."""
    click.echo(render(audit, page, matrix=matrix), nl=False)


def render(audit: CourseAudit, page: Page, *, matrix: bool = False) -> str:
    """Return an audit as text: findings exercise by exercise, then the table and the verdict."""
    out = io.StringIO()
    console = Console(file=out, width=page.width, force_terminal=page.color, no_color=not page.color, highlight=False)
    for exercise in audit.exercises:
        if exercise.findings or (matrix and exercise.mutation):
            console.print(Text(clean_line(f"{exercise.exercise}  {exercise.title}"), style="bold"))
            for finding in exercise.findings:
                _print_finding(console, finding)
            if matrix and exercise.mutation:
                _print_matrix(console, exercise.mutation)
            console.print()
    console.print(_table(audit))
    console.print(Text(_verdict(audit), style="green" if audit.is_good else "bold red"))
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


def _print_finding(console: Console, finding: Finding) -> None:
    head = Text(f"{finding.rule} {finding.severity:<7} ", style=_STYLES[finding.severity])
    head.append(clean_line(finding.where), style="bold")
    head.append(f"  {clean(finding.message, 2_000)}")
    console.print(Padding(head, (0, 0, 0, 2), expand=False))
    for line in finding.diff.splitlines():
        shown = Text(clean(line, 1_000), style=_DIFF_STYLES.get(line[:1], "dim"), no_wrap=True, overflow="ellipsis")
        console.print(Padding(shown, (0, 0, 0, 6), expand=False))
    if finding.advice:
        console.print(Padding(Text(clean(finding.advice, 1_000), style="dim"), (0, 0, 0, 6), expand=False))


def _print_matrix(console: Console, figures: MutationFigures) -> None:
    """Print a row for each mutant, a column for each check: x where the check loses to the mutant."""
    for number, check in enumerate(figures.checks):
        kills, alone = figures.kills(check)
        said = f"{_letter(number)}  {check}: kills {kills}, {alone} of them alone"
        console.print(Padding(Text(said), (0, 0, 0, 2), expand=False))
    for mutant in figures.mutants:
        marks = "".join(
            _letter(number) if check in mutant.killed_by else "." for number, check in enumerate(figures.checks)
        )
        row = Text(f"{marks}  {mutant.state:<10} {mutant.file}:{mutant.line} {mutant.id}", no_wrap=True)
        console.print(Padding(row, (0, 0, 0, 2), expand=False))


def _letter(number: int) -> str:
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return letters[number % len(letters)]


def _table(audit: CourseAudit) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column, least in _COLUMNS.items():
        table.add_column(column, justify="right" if least else "left", no_wrap=True, min_width=least or None)
    for entry in audit.exercises:
        counts = [Text(str(entry.count(kind)), style=_STYLES[kind] if entry.count(kind) else "") for kind in _STYLES]
        covered = (
            (f"{entry.coverage.lines:.0%}", f"{entry.coverage.branches:.0%}") if entry.coverage else (_NOTHING,) * 2
        )
        table.add_row(
            clean_line(entry.exercise),
            *counts,
            *covered,
            _mutants(entry),
            _slowest(entry),
            f"{entry.seconds:.0f} s",
        )
    return table


def _mutants(entry: ExerciseAudit) -> str:
    if entry.mutation is None:
        return _NOTHING
    killed = entry.mutation.count("killed")
    return f"{killed}/{killed + entry.mutation.count('survived')}"


def _slowest(entry: ExerciseAudit) -> str:
    if entry.stability is None or not entry.stability.times:
        return _NOTHING
    slowest = max(entry.stability.times, key=lambda time: time.median / time.limit)
    return f"{slowest.median:.2f}/{slowest.limit:g}"


def _verdict(audit: CourseAudit) -> str:
    errors = sum(entry.count("error") for entry in audit.exercises)
    kind = "quick audit" if audit.quick else "audit"
    said = f"{errors} error{'s' * (errors != 1)}" if errors else "no errors"
    number = len(audit.exercises)
    return f"{kind} of {number} exercise{'s' * (number != 1)}: {said}, in {audit.seconds:.0f} s"
