"""A grader that starts no process: verdicts as a test says, points as the real one gives them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import TracebackType
from typing import Literal, Self

from grader.cli.context import IsolationChoice
from grader.model.exercise import Exercise
from grader.model.outcome import CheckStatus, Outcome
from grader.model.report import CheckResult, ExerciseRef, Report, SubmissionRef
from grader.model.scoring import score_checks
from grader.model.submission import Submission
from grader.model.text import Language
from tests.unit.model.builders import ENVIRONMENT, FINISHED, STARTED


@dataclass
class FakeGrader:
    """Grades by a table of statuses; every check that is not in it passes."""

    statuses: Mapping[str, CheckStatus] = field(default_factory=dict)
    raises: BaseException | None = None
    fault: Literal["", "exercise", "grader"] = ""
    calls: list[tuple[str, tuple[str, ...] | None]] = field(default_factory=list)
    graded_files: dict[str, str] = field(default_factory=dict)
    isolation: str = ""
    language: Language = "en"
    warm: bool = False
    closed: bool = False
    close: bool = False
    terminal: tuple[int, int] | None = None
    seeds: list[str | None] = field(default_factory=list)

    def __call__(self, *, isolation: IsolationChoice, language: Language) -> Self:
        """Stand in for the factory as well."""
        self.isolation = isolation
        self.language = language
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closed = True

    def look_closely(self, terminal: tuple[int, int] | None = None) -> None:
        """Remember that it was asked, and the terminal."""
        self.close, self.terminal = True, terminal

    def warm_up(self) -> None:
        """Remember that it was asked."""
        self.warm = True

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
        """Return the report that the table gives."""
        if self.raises is not None:
            raise self.raises
        self.calls.append((exercise.spec.id, only))
        self.seeds.append(seed)
        for file in submission.files:
            self.graded_files[file.path] = (submission.folder / file.path).read_text()
        names = [check.name for check in exercise.spec.check if only is None or check.name in only]
        outcomes = [self._outcome(name) for name in names]
        scored = score_checks(exercise, outcomes, self.language, only=only)
        for result in scored.checks:
            if on_check is not None and not submission.problems:
                on_check(result)
        ungradable = bool(submission.problems)
        return Report(
            exercise=ExerciseRef(
                id=exercise.spec.id,
                slug=exercise.spec.slug,
                title=exercise.spec.title.get(self.language),
                digest=exercise.digest,
            ),
            submission=SubmissionRef(digest=submission.digest, files=submission.files),
            learner=learner,
            authority=authority,
            language=self.language,
            status="ungradable" if ungradable else scored.status,
            message="\n".join(submission.problems),
            score=None if ungradable else scored.score,
            max_score=sum((check.points for check in exercise.spec.check if check.name in names), Decimal(0)),
            pending=Decimal(0) if ungradable else scored.pending,
            seed=seed or "ab" * 32,
            environment=ENVIRONMENT,
            started=STARTED,
            finished=FINISHED,
            checks=() if ungradable else scored.checks,
        )

    def _outcome(self, name: str) -> Outcome:
        status = self.statuses.get(name, "passed")
        said = {"message": f"message of {name}", "printed": f"printed in {name}"} if status != "passed" else {}
        return Outcome(name=name, status=status, fault=self.fault, seconds=0.5, seed=3, **said)
