"""What an attempt raised, and the status that this means."""

import re
import traceback
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

import pytest

from grader.judge.evidence import CheckFailed
from grader.model.clean import clean, clean_line
from grader.model.evidence import Evidence
from grader.model.outcome import CheckStatus, Outcome
from grader.model.sentences import IMPORT_ENDED, IMPORT_RAISED
from grader.sandbox.faults import GraderFault, ReferenceFault, StudentError, StudentFault
from grader.sandbox.student import MissingNameError

_TEXT = 4_000
_CASES = 300
_OWN_FILES = ("checks.py", "visible.py", "inside.py")
_NOT_CALLABLE = re.compile(r"'(\w+)' object is not callable")


@dataclass
class Verdict:
    """The verdict of one attempt at one item.

    `needs_arbitration`: something else than a failed comparison was raised, so it
    is still open whether the submission or the exercise is at fault. `doubtful`: the
    attempt may have been ended by something that has nothing to do with it.
    """

    status: CheckStatus
    message: str = ""
    evidence: Evidence | None = None
    traceback: str = ""
    fault: Literal["", "exercise", "grader"] = ""
    incidents: tuple[str, ...] = ()
    needs_arbitration: bool = False
    doubtful: bool = False
    author_message: str = ""
    author_traceback: str = ""
    case: str = ""
    alone: bool = False
    seconds: float = 0.0
    printed: str = field(default="", repr=False)

    def arbitrated(self, reference: "Verdict | None") -> "Verdict":
        """Return the verdict, knowing how the same check ended on the reference solution."""
        if reference is None or reference.status == "passed":
            return self
        if reference.status == "skipped":
            return reference
        if reference.fault == "grader":
            return replace(self, status="internal", fault="grader", message=reference.message)
        own = reference.author_message or reference.message
        return replace(
            self,
            status="internal",
            fault="exercise",
            message=f"the check fails on the reference solution as well: {own}",
            traceback=reference.traceback or reference.author_traceback,
        )


def classify(raised: BaseException | None, *, observed: int, check: str) -> Verdict:  # noqa: C901 -- a table
    """Return the verdict of an attempt.

    Args:
        raised: what the item raised; None where it passed.
        observed: how many answers of the submission the check has seen.
        check: its name, for messages.
    """
    match raised:
        case None if observed:
            return Verdict("passed")
        case None:
            message = f"{check} passed without having seen an answer of the submission: it checks nothing"
            return Verdict("internal", message, fault="exercise")
        case CheckFailed():
            return Verdict("failed", clean(raised.evidence.summary, _TEXT), raised.evidence)
        case MissingNameError():
            return Verdict("failed", clean(str(raised), _TEXT))
        case StudentFault():
            incidents = (raised.incident,) if raised.incident else ()
            message = f"{IMPORT_ENDED}{raised.message}" if raised.loading else raised.message
            return Verdict(raised.status, message, incidents=incidents, doubtful=raised.doubtful)
        case ReferenceFault():
            return Verdict("internal", clean(str(raised), _TEXT), fault="exercise")
        case GraderFault():
            return Verdict("internal", str(raised), fault="grader", doubtful=True)
        case StudentError():
            message = clean(str(raised), _TEXT)
            if raised.loading:
                message = f"{IMPORT_RAISED}{message}"
            # An import that raises needs no arbitration: no line of the check had a part in it.
            return Verdict(
                "error", message, traceback=clean(raised.traceback(), _TEXT), needs_arbitration=not raised.loading
            )
        case pytest.skip.Exception():
            return Verdict("skipped", clean(str(raised), _TEXT))
        case AssertionError() | pytest.fail.Exception():
            return Verdict("failed", _first_lines(str(raised)) or "the check's assertion does not hold")
    if isinstance(raised, TypeError) and (called := _NOT_CALLABLE.match(str(raised))):
        message = f"the check calls a name that your file defines as a {called[1]}; a function or a class is expected"
        return Verdict("error", clean(message, _TEXT), needs_arbitration=True)
    where = "".join(traceback.format_exception(raised)[-3:])
    what = f"{type(raised).__name__}: {raised}"
    return Verdict(
        "error",
        clean(f"the check cannot use what your code answered: {what}", _TEXT),
        needs_arbitration=True,
        author_message=clean(f"{what}{_place(raised)}", _TEXT),
        author_traceback=clean(where, _TEXT),
    )


def _place(raised: BaseException | None) -> str:
    """Return where in the exercise's own files something was raised."""
    frames = traceback.extract_tb(raised.__traceback__) if raised else []
    own = [frame for frame in frames if Path(frame.filename).name in _OWN_FILES]
    return f" ({Path(own[-1].filename).name}, line {own[-1].lineno})" if own else ""


def merge(name: str, verdicts: list[Verdict], seed: int, *, partial: bool) -> Outcome:
    """Return a check's outcome from those of its parametrized items: all must pass.

    With `partial`, the passed share is kept for scoring.
    """
    passed = sum(verdict.status == "passed" for verdict in verdicts)
    first = next((v for v in verdicts if v.fault), None) or next(
        (v for v in verdicts if v.status != "passed"), verdicts[0]
    )
    message = first.message
    if len(verdicts) > 1 and first.status != "passed":
        lost = ", ".join(verdict.case for verdict in verdicts if verdict.status != "passed")
        message = f"{message.rstrip(': ')} ({passed} of {len(verdicts)} cases hold, not {clean_line(lost, _CASES)})"
    return Outcome(
        name=name,
        status=first.status,
        message=message,
        evidence=first.evidence,
        traceback=first.traceback,
        printed=first.printed,
        share=(passed, len(verdicts)) if partial else (int(passed == len(verdicts)), 1),
        seconds=sum(verdict.seconds for verdict in verdicts),
        seed=seed,
        fault=first.fault,
        incidents=tuple(dict.fromkeys(text for verdict in verdicts for text in verdict.incidents)),
    )


def _first_lines(text: str) -> str:
    return clean("\n".join(text.splitlines()[:6]), _TEXT)
