"""The words of reports as people read them, in the course's languages."""

from decimal import Decimal

from grader.model.catalog import Words
from grader.model.outcome import CheckStatus
from grader.model.points import plain
from grader.model.report import ReportStatus
from grader.model.text import Language

STATUS_WORDS: dict[CheckStatus, Words] = {
    "passed": Words("passed"),
    "failed": Words("failed"),
    "error": Words("error"),
    "timeout": Words("too slow"),
    "memory": Words("memory"),
    "crashed": Words("crashed"),
    "blocked": Words("not run"),
    "skipped": Words("pending"),
    "internal": Words("internal"),
}
DASH = "–"  # noqa: RUF001 - the mark of what has no verdict
STATUS_MARKS: dict[CheckStatus, str] = {
    "passed": "✓",
    "blocked": DASH,
    "skipped": "…",
    "internal": "!",
}
OTHER_MARK = "✗"

REPORT_WORDS: dict[ReportStatus, Words] = {
    "provisional": Words("provisional"),
    "ungradable": Words("not graded"),
    "internal": Words("score withheld"),
}

FOR_A_PERSON = Words("for a person to read: {title}, {length}")
CHARACTERS = Words("{count} characters")
NO_TEXT = Words("no text")
TOTAL = Words("Total")
HINT = Words("Hint: {hint}")
EXPECTED = Words("expected")
GOT = Words("got")
BETWEEN = Words(", ")
PRINTED = Words("printed:")
WAITS_FOR = Words("Needs first: {names}")
NOT_HANDED_IN = Words("Not handed in")
CHECKS_PASS = Words("{passed} of {total} checks pass")
PENDING = Words("{points} pending")
GRADED_HERE = Words("Graded on this machine, isolation: {isolation}.")
ATTEMPT = Words("Attempt {number}.")
REPEAT = Words("seed {seed}, {seconds:.2f} s")
MORE = Words("… {count} more lines")


def out_of(points: Decimal | None, most: Decimal) -> str:
    """Write earned and possible points: `2.5 / 3`; a dash where there is no verdict."""
    return f"{plain(points) if points is not None else DASH} / {plain(most)}"


def status_label(status: CheckStatus, language: Language) -> str:
    """Return a status as mark and word: readable without color, and the word without the mark."""
    return f"{STATUS_MARKS.get(status, OTHER_MARK)} {STATUS_WORDS[status].get(language)}"
