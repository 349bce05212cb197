"""`grade watch`: the checks that a student may read, again whenever a file is saved, in processes that stay warm."""

# ruff: noqa: D301 - click reads \b as: do not wrap what follows

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from grader.cli.context import GraderLike, IsolationChoice, Tools
from grader.cli.main import debug_option
from grader.cli.options import (
    course_option,
    exercise_option,
    folder_argument,
    isolation_option,
    language_option,
    options,
)
from grader.cli.results import print_summary
from grader.cli.selection import in_folder, named, open_course
from grader.cli.tell import tell
from grader.confine import nests
from grader.errors import UsageError, say
from grader.model.exercise import Exercise
from grader.model.report import Report
from grader.model.scoring import summarize
from grader.model.text import Language
from grader.submission.collect import collect, locate

SETTLE_SECONDS = 0.02
"""What a file has to rest before it is graded."""

_LOOKS = 100
"""Whoever writes for longer than that is graded in between."""

POLL_SECONDS = 0.1

Signature = tuple[tuple[str, int, int], ...]
"""Names, times and sizes of the files of one exercise: whatever is saved changes it."""


@click.command()
@options(folder_argument, exercise_option, language_option, course_option, isolation_option, debug_option)
@click.pass_obj
def command(
    tools: Tools,
    folder: Path,
    names: tuple[str, ...],
    language: Language,
    course: Path | None,
    isolation: IsolationChoice,
) -> None:
    """Run the checks that you may read whenever you save a file.

    Leave it running in a terminal beside your editor; Ctrl-C ends it. Nothing is
    recorded.

    \b
    Examples:
      grade watch my-work
      grade watch my-work -e 5.1.2
    """
    found = open_course(course, tools.environ)
    chosen = named(found, names) if names else in_folder(found, folder)
    exercises = [entry for entry in chosen if isinstance(entry, Exercise) and entry.visible]
    if not exercises:
        raise UsageError(
            say("There are no checks that you may read for these exercises."), advice=say("`grade list` lists all.")
        )
    with (
        tools.make_grader(isolation=isolation, language=language) as grader,
        nests.scratch() as scratch,
    ):
        grader.warm_up()
        watch = Watch(grader, exercises, folder, scratch, language, isolation)
        try:
            follow(watch, lambda report: print_summary(summarize([report]), tools, as_json=False, view=None), _wait)
        except KeyboardInterrupt:
            tell(say("Stopped."))


def _wait() -> bool:
    time.sleep(POLL_SECONDS)
    return True


@dataclass
class Watch:
    """What is watched, and the grader that stays warm."""

    grader: GraderLike
    exercises: Sequence[Exercise]
    folder: Path
    scratch: Path
    language: Language
    isolation: IsolationChoice

    def signature(self, exercise: Exercise) -> Signature:
        """Return what tells one state of an exercise's files from another; empty where there are none."""
        where = locate(exercise, self.folder)
        return _signature(where) if where is not None else ()

    def settled(self, exercise: Exercise, now: Signature) -> Signature:
        """Wait until nothing changes any more: many editors empty a file first and fill it then."""
        for _ in range(_LOOKS):
            time.sleep(SETTLE_SECONDS)
            before, now = now, self.signature(exercise)
            if now == before:
                break
        return now

    def grade(self, exercise: Exercise, number: int) -> Report:
        """Grade what there is of an exercise now."""
        where = locate(exercise, self.folder)
        into = self.scratch / str(number)
        submission = collect(exercise, where, into, language=self.language, isolation=self.isolation)
        return self.grader.grade(exercise, submission, only=exercise.visible)


def follow(watch: Watch, show: Callable[[Report], None], wait: Callable[[], bool]) -> None:
    """Grade each exercise that is there, then again whenever its files change.

    Args:
        watch: what to look at.
        show: prints a report.
        wait: sleeps until it is time to look again; returns False to end.
    """
    seen: dict[str, Signature] = {}
    number = 0
    while True:
        for exercise in watch.exercises:
            now = watch.signature(exercise)
            if now and now != seen.get(exercise.spec.id):
                now = watch.settled(exercise, now)
                number += 1
                show(watch.grade(exercise, number))
            seen[exercise.spec.id] = now
        if number == 0:
            tell(say("Nothing to check yet; `grade start` hands out the files."))
            number = 1
        if not wait():
            return


def _signature(folder: Path) -> Signature:
    """Look at the files of a folder and of the folders in it; names that begin with a dot are an editor's own."""
    found: list[tuple[str, int, int]] = []
    for here, folders, files in os.walk(folder):
        depth = len(Path(here).relative_to(folder).parts)
        folders[:] = [name for name in folders if not name.startswith((".", "__")) and depth == 0]
        for name in files:
            if not name.startswith(".") and not name.endswith(("~", ".swp", ".pyc")):
                try:
                    status = os.stat(os.path.join(here, name))  # noqa: PTH116, PTH118 -- many times a second
                except OSError:
                    continue  # saved this very moment: the next look sees it
                found.append((os.path.relpath(os.path.join(here, name), folder), status.st_mtime_ns, status.st_size))  # noqa: PTH118
    return tuple(sorted(found))
