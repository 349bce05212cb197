"""What a batch keeps in memory of a graded submission: points and statuses. The reports themselves are on disk."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from grader.model.report import Report, Summary


@dataclass(frozen=True, slots=True)
class ExerciseStanding:
    """How one exercise was graded, see `grader.model.report.Report`."""

    exercise: str
    status: str
    score: Decimal | None
    max_score: Decimal
    pending: Decimal
    isolation: str
    incidents: tuple[str, ...]

    @classmethod
    def of(cls, report: Report) -> Self:
        """Return what is kept of a report."""
        incidents = {incident for check in report.checks for incident in check.incidents}
        return cls(
            exercise=report.exercise.id,
            status=report.status,
            score=report.score,
            max_score=report.max_score,
            pending=report.pending,
            isolation=report.environment.isolation,
            incidents=tuple(sorted(incidents)),
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """How a submission was graded, see `grader.model.report.Summary`."""

    status: str
    score: Decimal | None
    max_score: Decimal
    pending: Decimal
    exercises: tuple[ExerciseStanding, ...]

    @classmethod
    def of(cls, summary: Summary) -> Self:
        """Return what is kept of a summary."""
        return cls(
            status=summary.status,
            score=summary.score,
            max_score=summary.max_score,
            pending=summary.pending,
            exercises=tuple(map(ExerciseStanding.of, summary.reports)),
        )
