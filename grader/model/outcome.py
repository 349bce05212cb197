"""What the judge says of one check, before points are known."""

from typing import Literal

from grader.model.clean import CleanLine, CleanText
from grader.model.evidence import Evidence
from grader.model.message import Message
from grader.model.text import Frozen

CheckStatus = Literal["passed", "failed", "error", "timeout", "memory", "crashed", "blocked", "skipped", "internal"]
"""passed: every comparison held. failed: one did not. error: the submission's code
raised where it should not have, or answered something the check cannot use.
timeout, memory: a limit was reached. crashed: the student process ended by itself.
blocked: a check that this one needs did not pass. skipped: this machine lacks what
the check requires; its points are pending. internal: the exercise or the grader is
at fault; never held against the submission."""


class Outcome(Frozen):
    """The judge's word on one check: a status, the share that passed, and the evidence.

    `share` is the passed share of a parametrized check, as (passed, all);
    `fault` is set with `internal` and tells whose fault it is; `isolation`
    is what held in the student process; `said` is the message as id and facts,
    where it is one of the grader's sentences.
    """

    name: str
    status: CheckStatus
    message: CleanText = ""
    said: Message | None = None
    evidence: Evidence | None = None
    traceback: CleanText = ""
    printed: CleanText = ""
    share: tuple[int, int] = (0, 1)
    seconds: float = 0.0
    seed: int = 0
    fault: Literal["", "exercise", "grader"] = ""
    incidents: tuple[CleanLine, ...] = ()
    isolation: str = ""
