"""The report: everything that any format or page needs, and nothing that has to be looked up.

Every output format is a pure function of these values. The JSON Schema in
`docs/reference/report.schema.json` is generated from this module.
"""

from datetime import datetime
from typing import Final, Literal, Self

from pydantic import Field

from grader.model.clean import CleanLine, CleanText
from grader.model.evidence import IMPORT, Evidence
from grader.model.exercise import Limits, Show
from grader.model.message import Message
from grader.model.outcome import CheckStatus
from grader.model.points import Points
from grader.model.sentences import INTERNAL_REPORT, hidden_title, status_sentence
from grader.model.submission import SubmittedFile
from grader.model.text import Frozen, Language

SCHEMA_VERSION: Final = 1

View = Literal["full", "student"]
"""full: everything that is known. student: what the spec lets a student see."""

ReportStatus = Literal["graded", "provisional", "ungradable", "internal"]
"""graded: every check has a verdict. provisional: some points are pending.
ungradable: nothing could be graded, the reason is in `message`. internal: a check
could not be judged for a fault of the exercise or the grader; the score is withheld."""


class ExerciseRef(Frozen):
    """Which exercise, and exactly which version: `digest` is over its spec and checks."""

    id: str
    slug: str
    title: CleanLine
    digest: str


class SubmissionRef(Frozen):
    """Which files: `digest` is over their paths and bytes; empty where nothing was handed in."""

    digest: str
    files: tuple[SubmittedFile, ...]


class Environment(Frozen):
    """Where the grading took place. `isolation` is what really held, not what was asked for."""

    grader: str
    python: str
    torch: str
    device: str
    platform: str
    isolation: str
    limits: Limits


class CheckResult(Frozen):
    """One check: verdict, points, and what a reader learns from it.

    `points` is null where there is no verdict (`internal`, `skipped`): what could
    not be judged is no zero. `blocked_by` names the checks that this one needs
    and that did not pass. `seconds` and `seed` are null in a student's view of a
    check that is not shown in full: a submission chooses how long it takes, and
    could carry hidden inputs out that way. `message` is in the report's language;
    `said` is the same as id and facts, where it is one of the grader's sentences.
    """

    name: str
    title: CleanLine
    status: CheckStatus
    points: Points | None = Field(description="null where there is no verdict: internal, skipped")
    max_points: Points
    message: CleanText = ""
    said: Message | None = None
    hint: CleanText = ""
    show: Show = "full"
    visible: bool = False
    blocked_by: tuple[str, ...] = ()
    seconds: float | None = None
    seed: int | None = None
    evidence: Evidence | None = None
    traceback: CleanText = ""
    printed: CleanText = ""
    fault: Literal["", "exercise", "grader"] = ""
    incidents: tuple[CleanLine, ...] = ()

    @property
    def is_import(self) -> bool:
        """Whether the submission could not be imported, so that every check that needs it ends the same way."""
        return self.evidence is not None and self.evidence.kind == IMPORT

    def message_in(self, language: Language) -> str:
        """Return the message in `language`, where it is one of the grader's sentences; else as it was recorded."""
        return self.said.sentence(language) if self.said else self.message

    def for_student(self, number: int, nameless: frozenset[str], language: Language) -> "CheckResult":
        """Return what a student may see of this check.

        A check that is not shown in full is built anew from what may be seen,
        so that a field added later is hidden until somebody decides otherwise.

        Args:
            number: its place in the report, from 1; names it where its name is hidden.
            nameless: names of the checks of this report that show nothing.
            language: of the sentences put in place of the check's own.
        """
        blocked_by = tuple(name for name in self.blocked_by if name not in nameless)
        if self.show == "full":
            # Incidents are the instructor's everywhere: who looks for a way out should not be told how close it was.
            return self.model_copy(update={"blocked_by": blocked_by, "incidents": ()})
        named = self.show != "nothing"
        return CheckResult(
            name=self.name if named else f"hidden-{number}",
            title=self.title if named else hidden_title(number, language),
            status=self.status,
            points=self.points,
            max_points=self.max_points,
            message=status_sentence(self.status, language),
            hint=self.hint if self.show == "hint" else "",
            show=self.show,
            blocked_by=blocked_by if named else (),
        )


class WrittenAnswer(Frozen):
    """An answer in words. `points` is null until a person has given some; `message` says why there is no text."""

    name: str
    title: str
    text: CleanText = ""
    message: CleanText = ""
    points: Points | None = None
    max_points: Points


class Report(Frozen):
    """The graded exercise of one learner.

    `message` says why nothing was graded or why the score is withheld. `notes`
    are for the learner and are the same in every view: no word of them may come
    from a running check. `finished` is null in a student's view where a check is
    not shown in full, for the reason given at `CheckResult.seconds`.
    """

    schema_version: Literal[1] = SCHEMA_VERSION
    view: View = "full"
    exercise: ExerciseRef
    submission: SubmissionRef
    learner: CleanLine = ""
    attempt: int | None = None
    authority: Literal["self", "course"] = "self"
    language: Language = "en"
    status: ReportStatus
    message: CleanText = ""
    notes: tuple[CleanText, ...] = ()
    score: Points | None = Field(description="null unless something was graded")
    max_score: Points
    pending: Points
    seed: str | None = None
    environment: Environment
    started: datetime
    finished: datetime | None
    checks: tuple[CheckResult, ...]
    written: tuple[WrittenAnswer, ...] = ()

    @property
    def shows_everything(self) -> bool:
        """Whether there are checks and the spec shows each of them in full."""
        return bool(self.checks) and all(check.show == "full" for check in self.checks)

    @property
    def handed_in(self) -> bool:
        """Whether anything was handed in for this exercise, be it under a wrong name."""
        return bool(self.submission.digest)

    def for_student(self) -> "Report":
        """Return the report as its student may see it: without whatever the spec's `show` hides."""
        nameless = frozenset(check.name for check in self.checks if check.show == "nothing")
        open_ = self.shows_everything
        checks = tuple(
            check.for_student(number, nameless, self.language) for number, check in enumerate(self.checks, start=1)
        )
        # The message of an internal report speaks of the exercise's own files.
        message = self.message if open_ or self.status != "internal" else INTERNAL_REPORT.get(self.language)
        return self.model_copy(
            update={
                "view": "student",
                "checks": checks,
                "message": message,
                "seed": self.seed if open_ else None,
                "finished": self.finished if open_ else None,
            }
        )


class Summary(Frozen):
    """What `grade submit --json` prints: the reports of one submission and their sums."""

    schema_version: Literal[1] = SCHEMA_VERSION
    view: View = "full"
    learner: CleanLine = ""
    status: ReportStatus
    score: Points | None = Field(description="null where nothing was graded, and withheld where a report is internal")
    max_score: Points
    pending: Points
    reports: tuple[Report, ...]

    def for_student(self) -> "Summary":
        """Return the summary as its student may see it, every report reduced by `Report.for_student`."""
        reports = tuple(report.for_student() for report in self.reports)
        if not all(report.shows_everything for report in reports):
            # One report's start would tell how long the one before it took.
            first = min(report.started for report in reports)
            reports = tuple(report.model_copy(update={"started": first}) for report in reports)
        return self.model_copy(update={"view": "student", "reports": reports})

    def with_attempt(self, number: int) -> Self:
        """Return the summary with every report marked as part of attempt `number`."""
        reports = tuple(report.model_copy(update={"attempt": number}) for report in self.reports)
        return self.model_copy(update={"reports": reports})
