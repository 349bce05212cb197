"""What two gradings of the same people say differently: what a regrade would change, before it is booked."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Literal

from grader.model.clean import CleanLine
from grader.model.outcome import CheckStatus
from grader.model.points import Points
from grader.model.report import CheckResult, Report, ReportStatus, Summary
from grader.model.text import Frozen

What = Literal["exercise", "submission", "seed", "grader", "python", "torch", "isolation"]
"""What else differs between two reports: exercise and submission by their digests."""


class CheckChange(Frozen):
    """One check before and after; null where a report does not have it."""

    name: str
    title: CleanLine
    old_status: CheckStatus | None
    new_status: CheckStatus | None
    old_points: Points | None
    new_points: Points | None


class ReportChange(Frozen):
    """One exercise of one learner before and after.

    `old_status` and `new_status` are null where there is no report, as for an
    exercise or a learner that only one side has.
    """

    learner: CleanLine
    exercise: str
    title: CleanLine
    old_status: ReportStatus | None
    new_status: ReportStatus | None
    old_score: Points | None
    new_score: Points | None
    old_max_score: Points | None
    new_max_score: Points | None
    checks: tuple[CheckChange, ...] = ()
    differs: tuple[What, ...] = ()

    @property
    def is_verdict(self) -> bool:
        """Whether a score, a status or a check changes, not merely what was graded or with what."""
        old = self.old_status, self.old_score, self.old_max_score
        return bool(self.checks) or old != (self.new_status, self.new_score, self.new_max_score)


class Difference(Frozen):
    """All that differs, ordered by learner and exercise. `compared` counts the pairs of reports."""

    schema_version: Literal[1] = 1
    compared: int
    changes: tuple[ReportChange, ...]

    @property
    def verdicts(self) -> tuple[ReportChange, ...]:
        """The changes that would be booked."""
        return tuple(change for change in self.changes if change.is_verdict)


def compare(old: Iterable[Summary], new: Iterable[Summary]) -> Difference:
    """Compare two gradings report by report.

    Where one side has a single learner on each side, they are the same one,
    whatever they are called. A check is known by its name.
    """
    olds, news = tuple(old), tuple(new)
    if len(olds) == len(news) == 1:
        olds = (olds[0].model_copy(update={"learner": news[0].learner}),)
    before, after = _by_place(olds), _by_place(news)
    places = sorted(before.keys() | after.keys())
    changes = (_change(learner, before.get((learner, id_)), after.get((learner, id_))) for learner, id_ in places)
    return Difference(
        compared=len(before.keys() & after.keys()),
        changes=tuple(change for change in changes if change.differs or change.is_verdict),
    )


def _by_place(summaries: Iterable[Summary]) -> Mapping[tuple[str, str], Report]:
    return {(summary.learner, report.exercise.id): report for summary in summaries for report in summary.reports}


def _change(learner: str, old: Report | None, new: Report | None) -> ReportChange:
    any_ = new or old
    assert any_ is not None, "a place has a report on one side at least"  # noqa: S101
    return ReportChange(
        learner=learner,
        exercise=any_.exercise.id,
        title=any_.exercise.title,
        old_status=old.status if old else None,
        new_status=new.status if new else None,
        old_score=old.score if old else None,
        new_score=new.score if new else None,
        old_max_score=old.max_score if old else None,
        new_max_score=new.max_score if new else None,
        checks=tuple(_checks(old, new)) if old and new else (),
        differs=tuple(_what(old, new)) if old and new else (),
    )


def _checks(old: Report, new: Report) -> Iterator[CheckChange]:
    before = {check.name: check for check in old.checks}
    after = {check.name: check for check in new.checks}
    for name in {**after, **before}:
        left, right = before.get(name), after.get(name)
        if _verdict(left) != _verdict(right):
            shown = right or left
            yield CheckChange(
                name=name,
                title=shown.title if shown else name,
                old_status=left.status if left else None,
                new_status=right.status if right else None,
                old_points=left.points if left else None,
                new_points=right.points if right else None,
            )


def _verdict(check: CheckResult | None) -> tuple[CheckStatus, Decimal | None, Decimal] | None:
    return None if check is None else (check.status, check.points, check.max_points)


def _what(old: Report, new: Report) -> Iterator[What]:
    if old.exercise.digest != new.exercise.digest:
        yield "exercise"
    if old.submission.digest != new.submission.digest:
        yield "submission"
    if old.seed != new.seed and None not in {old.seed, new.seed}:
        yield "seed"
    here: tuple[Literal["grader", "python", "torch", "isolation"], ...] = ("grader", "python", "torch", "isolation")
    for name in here:
        if getattr(old.environment, name) != getattr(new.environment, name):
            yield name
