"""A provisional report gets the points that were pending: from a machine that has the GPU, or from a person."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from grader.model.report import CheckResult, Report, ReportStatus


def pending_checks(report: Report) -> tuple[str, ...]:
    """Return the names of the checks that the first machine could not run."""
    return tuple(check.name for check in report.checks if check.status == "skipped")


def complete(report: Report, checks: Iterable[CheckResult] = (), given: Mapping[str, Decimal] | None = None) -> Report:
    """Return the report with pending points settled as far as that is now known.

    Verdicts that the report already has stay as they are.

    Args:
        report: a full report.
        checks: results of checks that were pending; others are ignored.
        given: points that a person gave, by the name of an answer in words.

    Raises:
        KeyError: no answer in words has that name.
        ValueError: points below zero or above what the answer is worth.
    """
    newer = {check.name: check for check in checks}
    merged = tuple(newer.get(check.name, check) if check.status == "skipped" else check for check in report.checks)
    points = dict(given or {})
    written = []
    for answer in report.written:
        mark = points.pop(answer.name, answer.points)
        if mark is not None and not 0 <= mark <= answer.max_points:
            raise ValueError(f"{answer.name} is worth 0 to {answer.max_points} points, not {mark}")
        written.append(answer.model_copy(update={"points": mark}))
    if points:
        raise KeyError(next(iter(points)))
    open_points = sum((check.max_points for check in merged if check.status == "skipped"), Decimal(0))
    open_points += sum((answer.max_points for answer in written if answer.points is None), Decimal(0))
    status: ReportStatus = "provisional" if open_points else "graded"
    earned = [check.points for check in merged if check.points is not None]
    earned += [answer.points for answer in written if answer.points is not None]
    score = sum(earned, Decimal(0)) if earned else None
    if any(check.status == "internal" for check in merged):
        status, score = "internal", None
    return report.model_copy(
        update={"checks": merged, "written": tuple(written), "pending": open_points, "status": status, "score": score}
    )
