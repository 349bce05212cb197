"""The page of a class, for its instructors: who did how well, what went wrong, what needs a person."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from grader.model.cohort import BINS, LOST, CheckFigures, Cohort, ExerciseFigures, Member
from grader.model.outcome import CheckStatus
from grader.model.points import plain
from grader.model.report import CheckResult
from grader.model.text import Language
from grader.render.html.document import document, seconds
from grader.render.html.plots import bars, columns
from grader.render.html.submission import status_kind
from grader.render.html.words import words
from grader.render.words import DASH, STATUS_WORDS

_MISTAKES: Final = 15
"""Rows of the table of mistakes that are shown at once; the others are folded away."""

_SLOWEST: Final = 12
_NAMED: Final = 6
"""Learners that are named at once; a longer list is folded away."""

_MOST_COLUMNS: Final = 36
"""Checks side by side in one table of learners and checks: as many as a page is wide."""

_LETTERS: Final[dict[CheckStatus, str]] = {
    "passed": "✓",
    "failed": "✗",
    "error": "E",
    "timeout": "T",
    "memory": "M",
    "crashed": "C",
    "blocked": DASH,
    "skipped": "…",
    "internal": "!",
}
"""What a cell shows: readable without color."""

_PARTLY: Final = "½"
_ABSENT: Final = "·"


@dataclass(frozen=True)
class Cell:
    """One learner's check: kind, mark, and whether an exercise begins with it."""

    kind: str
    mark: str
    first: bool


@dataclass(frozen=True)
class Heat:
    """Some exercises side by side, and a row of cells for each learner."""

    exercises: tuple[ExerciseFigures, ...]
    rows: tuple[tuple[Member, tuple[Cell, ...]], ...]


@dataclass(frozen=True)
class Part:
    """A part of a bar of verdicts, in hundredths of its length."""

    kind: str
    start: str
    length: str


@dataclass(frozen=True)
class Attention:
    """Something that a person has to look at."""

    kind: str
    word: str
    exercise: str
    text: str
    detail: str
    learners: tuple[str, ...]


def class_page(cohort: Cohort, language: Language) -> str:
    """Return the page of a class.

    Args:
        cohort: all learners, with full reports.
        language: of the page's own words; what reports say is in theirs.
    """
    exercises = cohort.exercises()
    mistakes = cohort.mistakes(language)
    reports = [report for member in cohort.members if member.summary for report in member.summary.reports]
    times = sorted(report.started for report in reports if report.checks)
    return document(
        "class.html",
        language,
        cohort=cohort,
        statuses=cohort.statuses(),
        quartiles=cohort.quartiles(),
        exercises=exercises,
        attention=tuple(_attention(cohort, language)),
        mistakes=mistakes[:_MISTAKES],
        more_mistakes=mistakes[_MISTAKES:],
        distribution=_distribution(cohort, language),
        bins=tuple(zip(_ranges(), cohort.distribution(), strict=True)),
        slowest=_slowest(exercises, language),
        heats=tuple(_heats(cohort, exercises)),
        legend=_legend(language),
        times=(times[0], times[-1]) if times else None,
        named=_NAMED,
        parts=_parts,
        hardest=_hardest,
        spoken="zh-Hans" if reports and reports[0].language == "zh" else "en",
    )


def _ranges() -> list[str]:
    width = 100 // BINS
    return [f"{low}{DASH}{low + width}" for low in range(0, 100, width)]


def _distribution(cohort: Cohort, language: Language) -> Markup | None:
    if not cohort.shares:
        return None
    w = words(language)
    counts = cohort.distribution()
    told = w["list_comma"].join(f"{range_}%: {count}" for range_, count in zip(_ranges(), counts, strict=True) if count)
    return columns(w["distribution"], w["distribution_desc"].format(bins=told), _ranges(), counts, "distribution-plot")


def _slowest(exercises: Sequence[ExerciseFigures], language: Language) -> Markup | None:
    """Draw the checks with the longest medians."""
    timed = [
        (f"{exercise.id} {check.title}", check.typical, check.slowest)
        for exercise in exercises
        for check in exercise.checks
        if check.typical is not None and check.slowest is not None
    ]
    if not timed:
        return None
    w = words(language)
    timed = sorted(timed, key=lambda entry: -entry[1])[:_SLOWEST]
    labels = [label for label, _, _ in timed]
    told = "; ".join(f"{label}: {seconds(typical)}, {seconds(longest)}" for label, typical, longest in timed)
    series = [
        (w["median_time"], [typical for _, typical, _ in timed]),
        (w["slowest_time"], [longest for _, _, longest in timed]),
    ]
    return bars(w["time"], w["time_desc"].format(bars=told), labels, series, "time-plot")


def _attention(cohort: Cohort, language: Language) -> Iterator[Attention]:
    """Yield what needs a person, what may be unjust to somebody first."""
    w = words(language)
    for entry in cohort.open_points():
        points = w["pending_points"].format(points=plain(entry.points))
        detail = entry.reason if entry.kind == "internal" else points
        yield Attention(entry.kind, w[f"open_{entry.kind}"], entry.exercise, entry.title, detail, entry.learners)
    reasons: dict[str, list[str]] = {}
    for member in cohort.members:
        if member.summary is None:
            reasons.setdefault(member.reason, []).append(member.learner)
    for reason, learners in reasons.items():
        yield Attention("blocked", w["open_ungradable"], "", reason, "", tuple(learners))
    for learner, exercise, incident in cohort.incidents():
        yield Attention("internal", w["open_incident"], exercise, incident, "", (learner,))


def _hardest(exercise: ExerciseFigures) -> CheckFigures | None:
    """Return the check that the fewest passed, if anybody did not."""
    judged = [check for check in exercise.checks if check.rate is not None and check.rate < 1]
    return min(judged, key=lambda check: check.rate or 0.0) if judged else None


def _parts(check: CheckFigures) -> list[Part]:
    """Return the bar of verdicts of one check: passed, lost, not run, without a verdict."""
    kinds: dict[str, int] = dict.fromkeys(("passed", "lost", "blocked", "skipped", "internal"), 0)
    for status, count in check.counts.items():
        kinds["lost" if status in LOST else status] += count
    total = sum(kinds.values())
    found, start = [], 0.0
    for kind, count in kinds.items():
        if count:
            length = 100 * count / total
            found.append(Part(kind, f"{start:.2f}", f"{length:.2f}"))
            start += length
    return found


def _heats(cohort: Cohort, exercises: Sequence[ExerciseFigures]) -> Iterator[Heat]:
    """Yield tables of learners and checks, no exercise in two of them unless it alone is too wide."""
    group: list[ExerciseFigures] = []
    with_checks = [exercise for exercise in exercises if exercise.checks]
    for exercise in with_checks:
        if group and sum(len(one.checks) for one in group) + len(exercise.checks) > _MOST_COLUMNS:
            yield _heat(cohort, group)
            group = []
        group.append(exercise)
    if group:
        yield _heat(cohort, group)


def _heat(cohort: Cohort, exercises: Sequence[ExerciseFigures]) -> Heat:
    rows = tuple(
        (member, tuple(cell for exercise in exercises for cell in _cells(member, exercise)))
        for member in cohort.members
        if member.summary
    )
    return Heat(tuple(exercises), rows)


def _cells(member: Member, exercise: ExerciseFigures) -> Iterator[Cell]:
    report = member.report(exercise.id)
    results = {check.name: check for check in report.checks} if report else {}
    for number, check in enumerate(exercise.checks):
        result = results.get(check.name)
        yield Cell(*(_look(result) if result else ("absent", _ABSENT)), first=number == 0)


def _look(result: CheckResult) -> tuple[str, str]:
    kind = status_kind(result.status, result.points)
    return kind, _PARTLY if kind == "partly" else _LETTERS[result.status]


def _legend(language: Language) -> list[tuple[str, str, str]]:
    """Return kind, mark and word of everything that a cell may show."""
    w = words(language)
    marks = [(status_kind(status), mark, STATUS_WORDS[status].get(language)) for status, mark in _LETTERS.items()]
    marks.insert(1, ("partly", _PARTLY, w["partly"]))
    return [*marks, ("absent", _ABSENT, w["absent"])]
