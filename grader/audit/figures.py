"""What an audit measured, and the audits themselves, as values that a renderer prints."""

from typing import Literal

from grader.audit.finding import Finding
from grader.model.text import Frozen

MutantState = Literal["killed", "survived", "equivalent", "stillborn"]
"""killed: some check lost. survived: none did. equivalent: none did, and the spec says
why none can. stillborn: it cannot even be imported, which proves nothing of a check."""


class CoverageFigures(Frozen):
    """Shares, from 0 to 1, of the reference's lines and branches that the checks run.

    `missing_lines` are `FILE:LINE`, `missing_branches` `FILE:LINE->LINE`, with a line
    below zero for the exit of the code that starts there.
    """

    lines: float
    branches: float
    missing_lines: tuple[str, ...] = ()
    missing_branches: tuple[str, ...] = ()


class MutantFigures(Frozen):
    """One mutant of the reference and the checks that it lost."""

    id: str
    operator: str
    file: str
    line: int
    state: MutantState
    killed_by: tuple[str, ...] = ()
    diff: str = ""


class MutationFigures(Frozen):
    """Every mutant; together with the checks' names this is the matrix of who kills whom."""

    checks: tuple[str, ...]
    mutants: tuple[MutantFigures, ...]

    def count(self, state: MutantState) -> int:
        """Return how many mutants are in a state."""
        return sum(mutant.state == state for mutant in self.mutants)

    @property
    def killed_share(self) -> float:
        """The share of the mutants that could be killed; 1 where there are none."""
        killed, survived = self.count("killed"), self.count("survived")
        return killed / (killed + survived) if killed + survived else 1.0

    def kills(self, check: str) -> tuple[int, int]:
        """Return how many mutants a check kills, and how many of them no other check does."""
        mine = [mutant.killed_by for mutant in self.mutants if check in mutant.killed_by]
        return len(mine), sum(len(others) == 1 for others in mine)


class CheckTime(Frozen):
    """Seconds of one check on the reference: the median and the longest of all runs, and its limit."""

    check: str
    median: float
    longest: float
    limit: float


class StabilityFigures(Frozen):
    """How often the reference was graded again, and how long its checks took."""

    runs: int
    times: tuple[CheckTime, ...]


class Examination(Frozen):
    """What one family of rules has to say of one exercise."""

    findings: tuple[Finding, ...] = ()
    figures: CoverageFigures | MutationFigures | StabilityFigures | None = None


class ExerciseAudit(Frozen):
    """The audit of one exercise.

    `families` are those that were run; `gradings` counts all that they wanted, and
    `known` those of them that an earlier audit had done.
    """

    exercise: str
    title: str
    families: tuple[str, ...]
    findings: tuple[Finding, ...]
    coverage: CoverageFigures | None = None
    mutation: MutationFigures | None = None
    stability: StabilityFigures | None = None
    gradings: int = 0
    known: int = 0
    seconds: float = 0.0

    def count(self, severity: str) -> int:
        """Return how many findings are of a severity."""
        return sum(finding.severity == severity for finding in self.findings)


class CourseAudit(Frozen):
    """What `grade audit --json` prints."""

    schema_version: Literal[1] = 1
    quick: bool
    exercises: tuple[ExerciseAudit, ...]
    seconds: float

    @property
    def is_good(self) -> bool:
        """Whether there is no finding of severity `error`."""
        return not any(audit.count("error") for audit in self.exercises)
