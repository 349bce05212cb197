"""What commands use of the world, in one place, so that tests can hand them another one."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal, Protocol, Self

import click

if TYPE_CHECKING:  # nothing heavy is imported before a command needs it
    from types import TracebackType

    from grader.model.exercise import Exercise
    from grader.model.report import CheckResult, Report
    from grader.model.submission import Submission
    from grader.model.text import Language
    from grader.render.base import Page

IsolationChoice = Literal["auto", "confined", "process"]

_LEAST_WIDTH = 40


class GraderLike(Protocol):
    """What commands need of `grader.grading.Grader`."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def look_closely(self, terminal: tuple[int, int] | None = None) -> None:
        """Tell tensors at length from now on, and stop in checks at a terminal."""
        ...

    def warm_up(self) -> None:
        """Start what a grading needs, without waiting for it."""
        ...

    def grade(
        self,
        exercise: Exercise,
        submission: Submission,
        *,
        only: tuple[str, ...] | None = None,
        learner: str = "",
        seed: str | None = None,
        authority: Literal["self", "course"] = "self",
        on_check: Callable[[CheckResult], None] | None = None,
    ) -> Report:
        """Grade one submission of one exercise."""
        ...


class GraderFactory(Protocol):
    """Makes a grader."""

    def __call__(self, *, isolation: IsolationChoice, language: Language) -> GraderLike:
        """Return a grader that has not started anything yet."""
        ...


def real_grader(*, isolation: IsolationChoice, language: Language) -> GraderLike:
    """Make the grader that starts processes."""
    from grader.grading import Grader  # noqa: PLC0415 - only commands that grade pay for it

    return Grader(isolation=isolation, language=language)


def utc_now() -> datetime:
    """Return the time."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Tools:
    """The grader, the clock and the environment."""

    make_grader: GraderFactory = real_grader
    now: Callable[[], datetime] = utc_now
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)

    def page(self, *, verbose: bool = False) -> Page:
        """Return what stdout offers to a renderer; color as NO_COLOR, FORCE_COLOR and TERM say."""
        from grader.render.base import Page  # noqa: PLC0415 - `grade --help` does without

        wanted = sys.stdout.isatty() and self.environ.get("TERM") != "dumb"
        color = not self.environ.get("NO_COLOR") and (wanted or bool(self.environ.get("FORCE_COLOR")))
        return Page(width=max(_LEAST_WIDTH, shutil.get_terminal_size().columns), color=color, verbose=verbose)


def print_document(document: str) -> None:
    """Print a JSON document on stdout: in UTF-8 whatever the locale, as RFC 8259 wants it."""
    click.echo(document.rstrip("\n").encode(errors="replace"))
