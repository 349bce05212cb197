"""The figures of a class: pure functions from its reports, for whatever shows them."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import fmean, median, quantiles
from typing import Final, Literal

from grader.model.outcome import CheckStatus
from grader.model.report import CheckResult, Report, Summary
from grader.model.rules import OWN_WORDS, PLAIN_WORDS
from grader.model.text import Language

BINS: Final = 10
"""Bars of the distribution of scores, each a tenth of the maximum wide."""

LOST: Final[frozenset[CheckStatus]] = frozenset({"failed", "error", "timeout", "memory", "crashed"})
"""Statuses of a check that ran and did not pass."""

_NUMBER = re.compile(r"-?\b\d+(?:\.\d+)?(?:e[+-]?\d+)?\b")
_LEAST_FOR_QUARTILES = 2


@dataclass(frozen=True)
class Member:
    """One learner of a class: the summary, or why there is none."""

    learner: str
    summary: Summary | None = None
    reason: str = ""

    @property
    def share(self) -> float | None:
        """Points earned as a share of the maximum, 0 to 1; None where there is no score."""
        if self.summary is None or self.summary.score is None or not self.summary.max_score:
            return None
        return float(self.summary.score / self.summary.max_score)

    def report(self, exercise: str) -> Report | None:
        """Return the report on one exercise; None where there is none."""
        reports = self.summary.reports if self.summary else ()
        return next((report for report in reports if report.exercise.id == exercise), None)


@dataclass(frozen=True)
class CheckFigures:
    """What became of one check. `seconds` are its times in all reports in which it ran, sorted."""

    name: str
    title: str
    max_points: Decimal
    counts: Mapping[CheckStatus, int]
    seconds: tuple[float, ...]

    @property
    def judged(self) -> int:
        """How many submissions it has a verdict on; what is pending or internal is none."""
        return sum(count for status, count in self.counts.items() if status not in {"skipped", "internal"})

    @property
    def passed(self) -> int:
        """How many submissions passed."""
        return self.counts.get("passed", 0)

    @property
    def rate(self) -> float | None:
        """The share that passed, 0 to 1, of those with a verdict; None where there are none."""
        return self.passed / self.judged if self.judged else None

    @property
    def typical(self) -> float | None:
        """The median of its times in seconds."""
        return median(self.seconds) if self.seconds else None

    @property
    def slowest(self) -> float | None:
        """The longest of its times in seconds."""
        return self.seconds[-1] if self.seconds else None


@dataclass(frozen=True)
class ExerciseFigures:
    """One exercise: who handed it in, the mean share of its points, its checks. `versions` counts its digests."""

    id: str
    title: str
    max_score: Decimal
    handed_in: int
    mean: float | None
    versions: int
    checks: tuple[CheckFigures, ...]


@dataclass(frozen=True)
class Mistake:
    """One thing that several learners were told.

    `kind` tells where `text` comes from; `varies` is true where not all were told
    the same numbers or names, and `text` is what one of them was told.
    """

    exercise: str
    kind: Literal["diagnosis", "message"]
    text: str
    varies: bool
    checks: tuple[str, ...]
    learners: tuple[str, ...]


@dataclass(frozen=True)
class Open:
    """Points that nobody has yet: of a check that could not run or be judged, or of an answer for a person to read."""

    exercise: str
    title: str
    kind: Literal["skipped", "internal", "written"]
    points: Decimal
    reason: str
    learners: tuple[str, ...]


@dataclass(frozen=True)
class Cohort:
    """All learners of one batch.

    Args:
        members: ordered as they are to be shown.
        finished: False where the batch was interrupted, and these are the reports that there are.
    """

    members: tuple[Member, ...]
    finished: bool = True

    @property
    def shares(self) -> list[float]:
        """Each known score as a share of its maximum, 0 to 1."""
        return [member.share for member in self.members if member.share is not None]

    def distribution(self) -> list[int]:
        """Return how many scores lie in each tenth; a full score is in the last."""
        counts = [0] * BINS
        for share in self.shares:
            counts[max(0, min(BINS - 1, int(share * BINS)))] += 1
        return counts

    def quartiles(self) -> tuple[float, float, float] | None:
        """Return the quartiles of the shares, the median in the middle; None where there are no scores."""
        if not self.shares:
            return None
        if len(self.shares) < _LEAST_FOR_QUARTILES:
            return (self.shares[0],) * 3
        low, middle, high = quantiles(self.shares, n=4, method="inclusive")
        return low, middle, high

    def statuses(self) -> Counter[str]:
        """Return how many learners there are of each status; `ungradable` where there is no summary."""
        return Counter(member.summary.status if member.summary else "ungradable" for member in self.members)

    def exercises(self) -> list[ExerciseFigures]:
        """Return the figures of each exercise, ordered as in the reports."""
        grouped: dict[str, list[Report]] = defaultdict(list)
        for member in self.members:
            for report in member.summary.reports if member.summary else ():
                grouped[report.exercise.id].append(report)
        return [_exercise(reports) for reports in grouped.values()]

    def mistakes(self, language: Language) -> list[Mistake]:
        """Return what learners were told of checks that did not pass, what the most of them were told first.

        Diagnoses count together by their rule, messages where only their numbers differ.
        """
        told: dict[tuple[str, str, str], _Told] = {}
        for learner, report, check in self._checks():
            if check.status not in LOST:
                continue
            for kind, alike, text in _said(check, language):
                key = (report.exercise.id, kind, alike)
                told.setdefault(key, _Told([], [], [])).add(text, check.title, learner)
        found = [
            Mistake(
                exercise,
                "diagnosis" if kind == "diagnosis" else "message",
                entry.texts[0],
                len(entry.texts) > 1,
                tuple(entry.checks),
                tuple(entry.learners),
            )
            for (exercise, kind, _), entry in told.items()
        ]
        return sorted(found, key=lambda mistake: (-len(mistake.learners), mistake.kind, mistake.exercise))

    def open_points(self) -> list[Open]:
        """Return what is pending or withheld, what concerns the grader or an exercise first."""
        found: dict[tuple[str, str, str], Open] = {}
        for learner, exercise, one in self._open():
            key = (exercise, one.title, one.kind)
            known = found.get(key, one)
            found[key] = Open(
                exercise, one.title, one.kind, one.points, known.reason or one.reason, (*known.learners, learner)
            )
        order = ("internal", "skipped", "written")
        return sorted(found.values(), key=lambda entry: (order.index(entry.kind), entry.exercise))

    def incidents(self) -> list[tuple[str, str, str]]:
        """Return (learner, exercise, incident), each once."""
        return list(
            dict.fromkeys(
                (learner, report.exercise.id, incident)
                for learner, report, check in self._checks()
                for incident in check.incidents
            )
        )

    def _checks(self) -> Iterator[tuple[str, Report, CheckResult]]:
        for member in self.members:
            for report in member.summary.reports if member.summary else ():
                for check in report.checks:
                    yield member.learner, report, check

    def _open(self) -> Iterator[tuple[str, str, Open]]:
        for learner, report, check in self._checks():
            exercise = report.exercise.id
            kind: Literal["skipped", "internal"] = "skipped" if check.status == "skipped" else "internal"
            if check.status == kind:
                yield learner, exercise, Open(exercise, check.title, kind, check.max_points, check.message, ())
        for member in self.members:
            for report in member.summary.reports if member.summary else ():
                exercise = report.exercise.id
                if report.status == "internal" and not report.checks:
                    title = report.exercise.title
                    yield (
                        member.learner,
                        exercise,
                        Open(exercise, title, "internal", report.max_score, report.message, ()),
                    )
                for answer in report.written:
                    if answer.points is None and answer.text and answer.max_points:
                        written = Open(exercise, answer.title, "written", answer.max_points, "", ())
                        yield member.learner, exercise, written


@dataclass
class _Told:
    texts: list[str]
    checks: list[str]
    learners: list[str]

    def add(self, text: str, check: str, learner: str) -> None:
        for entries, entry in ((self.texts, text), (self.checks, check), (self.learners, learner)):
            if entry not in entries:
                entries.append(entry)


def _said(check: CheckResult, language: Language) -> Iterator[tuple[str, str, str]]:
    """Yield the diagnoses of a check, or its message where there are none: kind, what makes two alike, and words."""
    diagnoses = check.evidence.diagnosis if check.evidence else ()
    for diagnosis in diagnoses:
        sentence = diagnosis.sentence(language)
        yield "diagnosis", sentence if diagnosis.rule in {OWN_WORDS, PLAIN_WORDS} else diagnosis.rule, sentence
    if not diagnoses:
        message = check.message_in(language)
        yield "message", _NUMBER.sub("#", message), message


def _exercise(reports: Sequence[Report]) -> ExerciseFigures:
    graded = [report for report in reports if report.checks]
    shares = [
        float(report.score / report.max_score) for report in reports if report.score is not None and report.max_score
    ]
    grouped: dict[str, list[CheckResult]] = defaultdict(list)
    for report in graded:
        for check in report.checks:
            grouped[check.name].append(check)
    first = (graded or reports)[0]
    return ExerciseFigures(
        id=first.exercise.id,
        title=first.exercise.title,
        max_score=first.max_score,
        handed_in=sum(report.handed_in for report in reports),
        mean=fmean(shares) if shares else None,
        versions=len({report.exercise.digest for report in graded}),
        checks=tuple(_check(checks) for checks in grouped.values()),
    )


def _check(results: Iterable[CheckResult]) -> CheckFigures:
    results = list(results)
    return CheckFigures(
        name=results[0].name,
        title=results[0].title,
        max_points=results[0].max_points,
        counts=Counter(result.status for result in results),
        seconds=tuple(sorted(result.seconds for result in results if result.seconds is not None)),
    )
