"""The report: everything that any format or page needs, and nothing that has to be looked up.

Every output format is a pure function of these values. The JSON Schema in
`docs/reference/report.schema.json` is generated from this module.
"""

from datetime import datetime
from decimal import Decimal
from typing import Literal

from pydantic import Field

from grader.model.evidence import Evidence
from grader.model.exercise import Limits, Show
from grader.model.outcome import CheckStatus
from grader.model.submission import SubmittedFile
from grader.model.text import Frozen, Language

SCHEMA_VERSION = 1

ReportStatus = Literal["graded", "provisional", "ungradable", "internal"]
"""graded: every check has a verdict. provisional: some points are pending.
ungradable: nothing could be graded, the reason is in `message`. internal: a check
could not be judged for a fault of the exercise or the grader; the score is withheld."""


class ExerciseRef(Frozen):
    """Which exercise, and exactly which version: `digest` is over its spec and checks."""

    id: str
    slug: str
    title: str
    digest: str


class SubmissionRef(Frozen):
    """Which files: `digest` is over their paths and bytes."""

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

    `seconds` and `seed` are null in a student's view of a check that is not
    shown in full: a submission chooses how long it takes, and could carry
    hidden inputs out that way.
    """

    name: str
    title: str
    status: CheckStatus
    points: Decimal
    max_points: Decimal
    message: str = ""
    hint: str = ""
    show: Show = "full"
    visible: bool = False
    seconds: float | None = None
    seed: int | None = None
    evidence: Evidence | None = None
    traceback: str = ""
    printed: str = ""
    fault: Literal["", "exercise", "grader"] = ""
    incidents: tuple[str, ...] = ()


class Report(Frozen):
    """The graded exercise of one learner."""

    schema_version: Literal[1] = SCHEMA_VERSION
    exercise: ExerciseRef
    submission: SubmissionRef
    learner: str = ""
    attempt: int | None = None
    authority: Literal["self", "course"] = "self"
    language: Language = "en"
    status: ReportStatus
    message: str = ""
    notes: tuple[str, ...] = ()
    score: Decimal | None = Field(description="null unless something was graded")
    max_score: Decimal
    pending: Decimal
    seed: str | None = None
    environment: Environment
    started: datetime
    finished: datetime
    checks: tuple[CheckResult, ...]


class Summary(Frozen):
    """What `grade submit --json` prints: the reports of one submission and their sums."""

    schema_version: Literal[1] = SCHEMA_VERSION
    learner: str = ""
    status: ReportStatus
    score: Decimal | None
    max_score: Decimal
    pending: Decimal
    reports: tuple[Report, ...]
