"""What an attempt raised, and the status that this means."""

import re
import traceback
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Literal

import pytest

from grader.judge.diagnose import diagnose_error
from grader.judge.evidence import CheckFailed
from grader.model.clean import clean, clean_line
from grader.model.evidence import ERROR, IMPORT, Evidence
from grader.model.message import Diagnosis, Fact, Message
from grader.model.outcome import CheckStatus, Outcome
from grader.sandbox.faults import ExerciseFault, GraderFault, StudentError, StudentFault, text_of
from grader.sandbox.student import MissingNameError

_TEXT = 4_000
_CASES = 300
_OWN_FILES = ("checks.py", "visible.py", "inside.py")
_NAME_RULES: Final = {
    "not_defined": "name_missing",
    "not_at_top_level": "name_missing",
    "literal_return": "literal_return",
    "literal_value": "literal_value",
}
_NOT_CALLABLE = re.compile(r"'(\w+)' object is not callable")


@dataclass
class Verdict:
    """The verdict of one attempt at one item.

    `needs_arbitration`: something else than a failed comparison was raised, so it
    is still open whether the submission or the exercise is at fault. `doubtful`: the
    attempt may have been ended by something that has nothing to do with it. `said` is
    the message as id and facts, where it is one of the grader's sentences.
    """

    status: CheckStatus
    message: str = ""
    evidence: Evidence | None = None
    said: Message | None = None
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

    @property
    def is_an_end(self) -> bool:
        """Whether the process died or came to a limit, which what earlier checks took of it may have brought near."""
        return self.status in {"timeout", "memory", "crashed"}

    def arbitrated(self, reference: "Verdict | None") -> "Verdict":
        """Return the verdict, knowing how the same check ended on the reference solution."""
        if reference is None or reference.status == "passed":
            return self
        if reference.status == "skipped":
            return reference
        if reference.fault == "grader":
            return replace(self, status="internal", fault="grader", message=reference.message, said=reference.said)
        own = reference.author_message or reference.message
        return replace(
            self,
            status="internal",
            fault="exercise",
            message=f"the check fails on the reference solution as well: {own}",
            said=None,
            evidence=None,
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
            return Verdict("failed", clean(raised.evidence.summary, _TEXT), raised.evidence, raised.evidence.said)
        case MissingNameError():
            return Verdict("failed", clean(str(raised), _TEXT), _missing(raised), raised.said)
        case StudentFault():
            incidents = (raised.incident,) if raised.incident else ()
            if not raised.loading:
                return Verdict(
                    raised.status, raised.message, said=raised.said, incidents=incidents, doubtful=raised.doubtful
                )
            told = Message(id="import_ended", facts={"message": raised.said or raised.message})
            evidence = Evidence(kind=IMPORT, summary=str(told), said=told)
            return Verdict(raised.status, str(told), evidence, told, incidents=incidents, doubtful=raised.doubtful)
        case ExerciseFault():
            return Verdict("internal", clean(str(raised), _TEXT), fault="exercise")
        case GraderFault():
            return Verdict("internal", str(raised), fault="grader", doubtful=True)
        case StudentError():
            text = clean(str(raised), _TEXT)
            said = Message(id="import_raised", facts={"message": text}) if raised.loading else None
            text = clean(str(said), _TEXT) if said else text
            evidence = Evidence(
                kind=IMPORT if raised.loading else ERROR, summary=text, said=said, diagnosis=diagnose_error(raised)
            )
            # An import that raises needs no arbitration: no line of the check had a part in it.
            return Verdict(
                "error",
                text,
                evidence,
                said,
                traceback=clean(raised.traceback(), _TEXT),
                needs_arbitration=not raised.loading,
            )
        case pytest.skip.Exception():
            return Verdict("skipped", clean(str(raised), _TEXT))
        case AssertionError() | pytest.fail.Exception():
            lines = _first_lines(text_of(raised))
            return Verdict("failed", lines) if lines else _said("failed", Message(id="assertion"))
    if isinstance(raised, TypeError) and (called := _NOT_CALLABLE.match(text_of(raised))):
        return _said("error", Message(id="calls_no_function", facts={"kind": called[1]}), needs_arbitration=True)
    where = "".join(traceback.format_exception(raised)[-3:])
    what = f"{type(raised).__name__}: {text_of(raised)}"
    return _said(
        "error",
        Message(id="cannot_use", facts={"error": what}),
        needs_arbitration=True,
        author_message=clean(f"{what}{_place(raised)}", _TEXT),
        author_traceback=clean(where, _TEXT),
    )


def _said(status: CheckStatus, said: Message, **details: Any) -> Verdict:
    return Verdict(status, clean(str(said), _TEXT), said=said, **details)


def _missing(raised: MissingNameError) -> Evidence | None:
    """Return the evidence that a name is not there, or is no literal."""
    if raised.said is None or (rule := _NAME_RULES.get(raised.said.id)) is None:
        return None
    facts = {key: fact for key, fact in raised.said.facts.items() if key in ("file", "name", "line")}
    return Evidence(kind="name", summary=str(raised), said=raised.said, diagnosis=(Diagnosis(rule=rule, facts=facts),))


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
    message, said = first.message, first.said
    if len(verdicts) > 1 and first.status != "passed":
        lost = ", ".join(verdict.case for verdict in verdicts if verdict.status != "passed")
        told: Fact = said or message.rstrip(": ")
        facts = {"message": told, "passed": passed, "total": len(verdicts), "lost": clean_line(lost, _CASES)}
        said = Message(id="cases", facts=facts)
        message = str(said)
    return Outcome(
        name=name,
        status=first.status,
        message=message,
        said=said,
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
