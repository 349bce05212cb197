"""What a person sees while a folder is graded: a moving line at a terminal, plain lines in a pipe. All on stderr."""

import sys
from types import TracebackType
from typing import Protocol, Self

import click

from grader.cli.tell import spoken
from grader.model.exercise import Exercise
from grader.model.report import CheckResult, Report
from grader.render.words import NOT_HANDED_IN, REPORT_WORDS, out_of


class Progress(Protocol):
    """Is told what happens."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def begin(self, exercise: Exercise, checks: int) -> None:
        """An exercise is about to be graded, with that many checks."""
        ...

    def check(self, result: CheckResult) -> None:
        """One of its checks has a verdict."""
        ...

    def end(self, report: Report) -> None:
        """An exercise has its report."""
        ...


def progress(total: int) -> Progress:
    """Return the progress that suits stderr.

    Args:
        total: how many exercises are graded.
    """
    return _Moving(total) if sys.stderr.isatty() else _Lines(total)


class _Lines:
    """One line for each exercise, when it is done."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass

    def begin(self, exercise: Exercise, checks: int) -> None:
        pass

    def check(self, result: CheckResult) -> None:
        pass

    def end(self, report: Report) -> None:
        self._done += 1
        absent = report.status == "ungradable" and not report.handed_in
        state = NOT_HANDED_IN if absent else REPORT_WORDS.get(report.status)
        words = f" ({state.get(spoken()).lower()})" if state else ""
        score = out_of(report.score, report.max_score)
        click.echo(
            f"[{self._done}/{self._total}] {report.exercise.id} {report.exercise.title}: {score}{words}", err=True
        )


class _Moving:
    """A bar of points that goes on with every check, and vanishes at the end."""

    def __init__(self, total: int) -> None:
        from rich.console import Console  # noqa: PLC0415 - a pipe does without rich
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

        self._bar = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._total = total
        self._done = 0
        self._task = self._bar.add_task("", total=None)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def begin(self, exercise: Exercise, checks: int) -> None:
        place = f"[{self._done + 1}/{self._total}] {exercise.spec.id}"
        self._bar.reset(self._task, total=checks, description=place)

    def check(self, result: CheckResult) -> None:  # noqa: ARG002 - which one it was is the report's to say
        self._bar.advance(self._task)

    def end(self, report: Report) -> None:  # noqa: ARG002 - the report follows in full
        self._done += 1
