"""Sentences that stand in a report where a check's own words may not, in the course's languages."""

from grader.model.catalog import Words
from grader.model.outcome import CheckStatus
from grader.model.text import Language

STATUS_SENTENCES: dict[CheckStatus, Words] = {
    "failed": Words("What this check looks at does not hold yet."),
    "error": Words("Your code raised an error here, or answered something that the check cannot use."),
    "timeout": Words("Your code took longer than this check allows."),
    "memory": Words("Your code needed more memory than this check allows."),
    "crashed": Words("The process that ran your code ended before it answered."),
    "blocked": Words("Not run: a check that this one needs did not pass."),
    "skipped": Words("Not run: this machine lacks what the check requires. Its points are pending."),
    "internal": Words(
        "This check could not be judged; your code is not the reason and loses nothing. Tell your instructor."
    ),
}
"""One sentence for every status but `passed`, which needs none."""

NO_WORD = Words("The judge gave no verdict on this check.")
NO_REASON = Words("Reported as blocked, though every check that it needs passed.")

INTERNAL_REPORT = Words(
    "This exercise could not be graded; your work is not the reason. The score is withheld: tell your instructor."
)
BROKEN_SPEC = Words("The exercise's spec is wrong:")

_HIDDEN_TITLE = Words("Hidden check {number}")


def status_sentence(status: CheckStatus, language: Language) -> str:
    """Return the sentence for `status` in `language`; empty for a check that passed."""
    sentence = STATUS_SENTENCES.get(status)
    return sentence.get(language) if sentence else ""


def hidden_title(number: int, language: Language) -> str:
    """Return the title of the report's `number`-th check (from 1) where its own is hidden."""
    return _HIDDEN_TITLE.get(language).format(number=number)
