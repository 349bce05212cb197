"""The page of one submission, as a student or an instructor sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from grader.model.cohort import LOST
from grader.model.evidence import Evidence
from grader.model.message import Diagnosis
from grader.model.outcome import CheckStatus
from grader.model.report import CheckResult, Report, Summary
from grader.model.text import Language
from grader.render.html.document import document
from grader.render.html.tensors import laid_out
from grader.render.words import OTHER_MARK, REPORT_WORDS, STATUS_MARKS, STATUS_WORDS

_LONG: Final = 14
"""Lines of a traceback or output from which it is folded away."""


@dataclass(frozen=True)
class CheckRow:
    """A check and what a template needs besides: its anchor, mark and kind, and the checks it waits for.

    `same_as` is the check above that says why the submission cannot be imported;
    once is enough.
    """

    result: CheckResult
    anchor: str
    kind: str
    mark: str
    word: str
    waits_for: tuple[tuple[str, str], ...]
    language: Language
    same_as: tuple[str, str] | None = None

    @property
    def evidence(self) -> Evidence | None:
        """What the comparison saw; None where it says nothing that the message does not say."""
        evidence = self.result.evidence
        return evidence if evidence and (evidence.expected or evidence.actual) else None

    @property
    def diagnoses(self) -> tuple[str, ...]:
        """What the evidence looks like."""
        return tuple(found.sentence(self.language) for found in self._diagnosis)

    @property
    def advice(self) -> tuple[str, ...]:
        """What to try next: what the diagnoses advise, each once."""
        return tuple(dict.fromkeys(filter(None, (found.advice(self.language) for found in self._diagnosis))))

    @property
    def message(self) -> str:
        """The message; empty where what the check waits for says more."""
        return "" if self.waits_for else self.result.message_in(self.language)

    @property
    def is_translated(self) -> bool:
        """Whether the message is in the page's language, whatever the report's is."""
        return self.result.said is not None

    @property
    def _diagnosis(self) -> tuple[Diagnosis, ...]:
        return self.result.evidence.diagnosis if self.result.evidence else ()


@dataclass(frozen=True)
class ExerciseSection:
    """One exercise of the page."""

    report: Report
    anchor: str
    state: str
    rows: tuple[CheckRow, ...]

    @property
    def is_shown(self) -> bool:
        """Whether there is anything to say but that nothing was handed in."""
        return self.report.handed_in or self.report.status != "ungradable"

    @property
    def passed(self) -> int:
        """How many checks pass."""
        return sum(row.result.status == "passed" for row in self.rows)

    @property
    def first_lost(self) -> CheckRow | None:
        """Where to begin: the first check that ran and did not pass, where there are several."""
        lost = [row for row in self.rows if row.result.status in LOST]
        return lost[0] if len(lost) > 1 else None


def submission_page(summary: Summary, language: Language) -> str:
    """Return the page of one submission, in the view that the summary is in.

    Args:
        summary: the student's view for a student; nothing is hidden here.
        language: of the page's own words; what reports say is in theirs.
    """
    sections = tuple(_section(report, number, language) for number, report in enumerate(summary.reports, start=1))
    total = [row.result.status for section in sections for row in section.rows]
    first = summary.reports[0] if summary.reports else None
    return document(
        "submission.html",
        language,
        summary=summary,
        sections=sections,
        single=sections[0] if len(sections) == 1 else None,
        first=first,
        learner=summary.learner or (first.learner if first else ""),
        state=_state(summary.status, language),
        passed=sum(status == "passed" for status in total),
        checks=len(total),
        full=summary.view == "full",
        spoken="zh-Hans" if first and first.language == "zh" else "en",
        laid_out=laid_out,
        long=lambda text: text.count("\n") >= _LONG,
        is_zero=lambda points: points == Decimal(0),
    )


def status_kind(status: CheckStatus, points: Decimal | None = None) -> str:
    """Return the class that colors a status: passed, partly, lost, blocked, skipped or internal."""
    if status in LOST:
        return "partly" if points else "lost"
    return status


def status_mark(status: CheckStatus) -> str:
    """Return the mark of a status."""
    return STATUS_MARKS.get(status, OTHER_MARK)


def _state(status: str, language: Language) -> str:
    return next((word.get(language) for name, word in REPORT_WORDS.items() if name == status), "")


def _section(report: Report, number: int, language: Language) -> ExerciseSection:
    anchors = {check.name: (f"e{number}c{place}", check.title) for place, check in enumerate(report.checks, start=1)}
    importing = next((anchors[check.name] for check in report.checks if check.is_import), None)
    rows = tuple(_row(check, anchors, language, importing) for check in report.checks)
    return ExerciseSection(report, f"e{number}", _state(report.status, language), rows)


def _row(
    check: CheckResult, anchors: dict[str, tuple[str, str]], language: Language, importing: tuple[str, str] | None
) -> CheckRow:
    waits: Sequence[tuple[str, str]] = [anchors[name] for name in check.blocked_by if name in anchors]
    return CheckRow(
        check,
        anchors[check.name][0],
        status_kind(check.status, check.points),
        status_mark(check.status),
        STATUS_WORDS[check.status].get(language),
        tuple(waits),
        language,
        importing if check.is_import and anchors[check.name] != importing else None,
    )
