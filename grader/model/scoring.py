"""From outcomes to points: pure functions, so that a score can always be computed again.

The four rules that matter: a check that needs one that did not pass is worth
nothing; a check that this machine cannot run is pending; what the exercise or
the grader broke is no verdict, and withholds the score; a shared check earns
the share that passed, rounded down to a thousandth.
"""

import platform
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import ROUND_DOWN, Decimal
from typing import Literal, NamedTuple

from grader import __version__
from grader.model.course import BrokenExercise
from grader.model.evidence import IMPORT
from grader.model.exercise import Check, Exercise, Limits
from grader.model.outcome import CheckStatus, Outcome
from grader.model.report import CheckResult, Environment, ExerciseRef, Report, ReportStatus, SubmissionRef, Summary
from grader.model.sentences import BROKEN_SPEC, NO_REASON, NO_WORD, status_sentence
from grader.model.text import Language

_THOUSANDTH = Decimal("0.001")
_LOST: frozenset[CheckStatus] = frozenset({"failed", "error", "timeout", "memory", "crashed", "blocked"})
_EXPLAINED: frozenset[CheckStatus] = _LOST - {"blocked"}
"""Statuses with which a hint is of use."""


class Scored(NamedTuple):
    """The checks of one exercise with their points, and the sums."""

    checks: tuple[CheckResult, ...]
    score: Decimal | None
    pending: Decimal
    status: ReportStatus


def score_checks(
    exercise: Exercise, outcomes: Iterable[Outcome], language: Language, *, only: Iterable[str] | None = None
) -> Scored:
    """Give points to the outcomes of an exercise's checks.

    A check without an outcome is `blocked`, `skipped` or `internal` as the
    checks that it needs decide; where all of those passed, the judge owed a
    verdict and the check is `internal`.

    Args:
        exercise: the exercise, whose spec has no cycle in `needs`.
        outcomes: what the judge said, in any order; at most one for a check.
        language: of titles, hints and sentences.
        only: names of the checks that were asked for; all of them when None.
            Needs that were not asked for do not count.

    Returns:
        The results in the spec's order. `score` is None where a check is
        internal, and where no check has a verdict.
    """
    wanted = set(only) if only is not None else {check.name for check in exercise.spec.check}
    selected = {check.name: check for check in exercise.spec.check if check.name in wanted}
    judged = {outcome.name: outcome for outcome in outcomes}
    settled: dict[str, Outcome] = {}
    for name in selected:
        _settle(name, selected, judged, settled, language)

    checks = tuple(_result(exercise, check, selected, settled, language) for check in selected.values())
    pending = sum((check.max_points for check in checks if check.status == "skipped"), Decimal(0))
    if any(check.status == "internal" for check in checks):
        return Scored(checks, None, pending, "internal")
    earned = [check.points for check in checks if check.points is not None]
    score = sum(earned, Decimal(0)) if earned else None
    return Scored(checks, score, pending, "provisional" if pending else "graded")


def _settle(
    name: str, selected: dict[str, Check], judged: dict[str, Outcome], settled: dict[str, Outcome], language: Language
) -> Outcome:
    """Decide `name` after the checks that it needs."""
    if name in settled:
        return settled[name]
    needed = {
        _settle(need, selected, judged, settled, language).status for need in selected[name].needs if need in selected
    }
    given = judged.get(name)
    if needed & _LOST:
        # Whatever else is open, a check that did not pass decides this one.
        outcome = _unjudged(name, "blocked", language)
    elif "internal" in needed:
        outcome = _unjudged(name, "internal", language)
    elif "skipped" in needed:
        outcome = _unjudged(name, "skipped", language)
    elif given is None:
        outcome = Outcome(name=name, status="internal", message=NO_WORD.get(language), fault="grader")
    elif given.status == "blocked":
        outcome = Outcome(name=name, status="internal", message=NO_REASON.get(language), fault="grader")
    else:
        outcome = given
    settled[name] = outcome
    return outcome


def _unjudged(name: str, status: Literal["blocked", "internal", "skipped"], language: Language) -> Outcome:
    return Outcome(name=name, status=status, message=status_sentence(status, language))


def _result(
    exercise: Exercise, check: Check, selected: dict[str, Check], settled: dict[str, Outcome], language: Language
) -> CheckResult:
    outcome = settled[check.name]
    ran = outcome.status not in {"blocked", "skipped"}
    return CheckResult(
        name=check.name,
        title=check.title.get(language) if check.title else check.name,
        status=outcome.status,
        points=_points(check, outcome),
        max_points=check.points,
        message=_message(outcome, language),
        said=outcome.said,
        hint=check.hint.get(language) if check.hint and _helps(check, outcome) else "",
        show=check.show,
        visible=check.name in exercise.visible,
        blocked_by=tuple(
            need for need in check.needs if not ran and need in selected and settled[need].status != "passed"
        ),
        seconds=outcome.seconds if ran else None,
        seed=outcome.seed if ran else None,
        evidence=outcome.evidence,
        traceback=outcome.traceback,
        printed=outcome.printed,
        fault=outcome.fault,
        incidents=outcome.incidents,
    )


def _helps(check: Check, outcome: Outcome) -> bool:
    """Tell whether a hint is of use: not before the file can be imported, nor beside a diagnosis.

    A hint is written before anybody fails, and guesses. Beside a diagnosis, which has an
    advice of its own, the guess would be read as part of it.
    """
    evidence = outcome.evidence
    if outcome.status not in _EXPLAINED or (evidence and evidence.kind == IMPORT):
        return False
    return check.show != "full" or not (evidence and evidence.diagnosis)


def _message(outcome: Outcome, language: Language) -> str:
    if outcome.said:
        return outcome.said.sentence(language)
    return outcome.message or status_sentence(outcome.status, language)


def _points(check: Check, outcome: Outcome) -> Decimal | None:
    if outcome.status == "passed":
        return check.points
    if outcome.status in {"internal", "skipped"}:
        return None
    passed, total = outcome.share
    # A check that did not pass never earns all its points, whatever its share says.
    if not check.partial or outcome.status == "blocked" or not 0 < passed < total:
        return Decimal(0)
    return (check.points * passed / total).quantize(_THOUSANDTH, rounding=ROUND_DOWN)


def summarize(reports: Iterable[Report], learner: str = "") -> Summary:
    """Add up the reports of one submission.

    What is ungradable adds nothing to the score and everything to the maximum.
    One internal report withholds the sum, as it would be too low by what that
    exercise is worth.
    """
    reports = tuple(reports)
    statuses = {report.status for report in reports}
    order: tuple[ReportStatus, ...] = ("internal", "provisional", "graded")
    status = next((candidate for candidate in order if candidate in statuses), "ungradable")
    scores = [report.score for report in reports if report.score is not None]
    return Summary(
        learner=learner,
        status=status,
        score=sum(scores, Decimal(0)) if scores and status != "internal" else None,
        max_score=sum((report.max_score for report in reports), Decimal(0)),
        pending=sum((report.pending for report in reports), Decimal(0)),
        reports=reports,
    )


def broken_report(
    broken: BrokenExercise,
    language: Language,
    *,
    learner: str = "",
    authority: Literal["self", "course"] = "self",
    now: datetime | None = None,
) -> Report:
    """Return the report of an exercise whose spec is wrong: internal, with every fault, and no score.

    Args:
        broken: the exercise's folder and its faults.
        language: of the report.
        learner: who handed in.
        authority: who graded.
        now: the time to record; the present one when None.
    """
    faults = "\n".join(f"- {fault}" for fault in broken.faults)
    time = now or datetime.now(UTC)
    return Report(
        exercise=ExerciseRef(id=broken.id, slug=broken.slug, title=broken.folder_name, digest=""),
        submission=SubmissionRef(digest="", files=()),
        learner=learner,
        authority=authority,
        language=language,
        status="internal",
        message=f"{BROKEN_SPEC.get(language)}\n{faults}",
        score=None,
        max_score=Decimal(0),
        pending=Decimal(0),
        environment=Environment(
            grader=__version__,
            python=platform.python_version(),
            torch="",
            device="",
            platform=platform.platform(),
            isolation="none",
            limits=Limits(),
        ),
        started=time,
        finished=time,
        checks=(),
    )
