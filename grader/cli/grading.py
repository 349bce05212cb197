"""The story of grading what was given, shared by `submit` and `check`: collect, grade, add up."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from grader.cli.context import GraderLike, IsolationChoice, Tools
from grader.cli.given import Given
from grader.cli.progress import Progress
from grader.cli.selection import Selected
from grader.model.course import BrokenExercise
from grader.model.exercise import Exercise
from grader.model.report import Report, Summary
from grader.model.scoring import broken_report, summarize
from grader.model.submission import Submission
from grader.model.text import Language
from grader.submission.collect import collect, locate


@dataclass(frozen=True)
class Order:
    """What is to be graded, and how."""

    exercises: tuple[Selected, ...]
    given: Given
    visible_only: bool = False
    language: Language = "en"
    isolation: IsolationChoice = "auto"
    learner: str = ""
    seed: str | None = None


@dataclass(frozen=True)
class Graded:
    """What came of it.

    `handed_in` are the exercises found in the folder, with the copies that were
    graded; `unchecked` those of them without a check that may be run here;
    `interrupted` where the rest was not graded any more.
    """

    summary: Summary
    handed_in: tuple[tuple[Exercise, Submission], ...]
    unchecked: tuple[Exercise, ...]
    interrupted: bool = False


@contextmanager
def warming(tools: Tools, isolation: IsolationChoice, language: Language) -> Iterator[GraderLike]:
    """Start what imports torch, for the length of a block: it goes on while the course and the folder are read.

    Args:
        tools: where graders come from.
        isolation: of student processes.
        language: of reports.
    """
    with tools.make_grader(isolation=isolation, language=language) as grader:
        grader.warm_up()
        yield grader


def grade_folder(
    order: Order, scratch: Path, tools: Tools, grader: GraderLike, make_progress: Callable[[int], Progress]
) -> Graded:
    """Grade the exercises of a folder, or of an archive that was unpacked.

    Args:
        order: what and how.
        scratch: a private folder for copies; whoever gives it removes it.
        tools: the clock.
        grader: grades; warming up.
        make_progress: makes the display, for a number of exercises.

    Raises:
        UsageError: where the folder does not exist.
    """
    found = {
        exercise.spec.id: locate(exercise, order.given.folder)
        for exercise in order.exercises
        if isinstance(exercise, Exercise)
    }
    reports: list[Report] = []
    handed_in: list[tuple[Exercise, Submission]] = []
    unchecked: list[Exercise] = []
    interrupted = False
    with make_progress(len(order.exercises)) as progress:
        try:
            for exercise in order.exercises:
                if isinstance(exercise, BrokenExercise):
                    report = broken_report(exercise, order.language, learner=order.learner, now=tools.now())
                    reports.append(report)
                    progress.end(report)
                    continue
                where = found[exercise.spec.id]
                submission = collect(
                    exercise,
                    where,
                    scratch / exercise.spec.folder_name,
                    language=order.language,
                    isolation=order.isolation,
                )
                if where is not None:
                    handed_in.append((exercise, submission))
                if order.visible_only and not exercise.visible:
                    unchecked.append(exercise)
                    continue
                only = exercise.visible if order.visible_only else None
                progress.begin(exercise, len(exercise.spec.check if only is None else only))
                report = grader.grade(
                    exercise,
                    submission,
                    only=only,
                    learner=order.learner,
                    seed=order.seed,
                    on_check=progress.check,
                )
                reports.append(report)
                progress.end(report)
        except KeyboardInterrupt:
            if not reports:
                raise
            interrupted = True  # what is graded is graded: it is shown and recorded before the command ends
    return Graded(summarize(reports, order.learner), tuple(handed_in), tuple(unchecked), interrupted)
