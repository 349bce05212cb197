"""What a report says of one check, as plain lines: what formats without a layout of their own show."""

from collections.abc import Iterator

from grader.model.clean import clean, clean_line
from grader.model.evidence import Evidence
from grader.model.points import plain
from grader.model.report import CheckResult, Report
from grader.model.text import Language
from grader.render import words

TEXT_LIMIT = 20_000
_TITLE_LIMIT = 200


def check_text(check: CheckResult, report: Report, limit: int = TEXT_LIMIT) -> str:
    """Return why a check did not pass, with whatever else the report holds of it; may be empty.

    Args:
        check: one of the report's.
        report: in the reader's view.
        limit: the most characters.
    """
    return clean("\n".join(_check(check, report)), limit)


def report_text(report: Report) -> str:
    """Return what a report says besides its checks: why nothing was graded, notes, what is pending."""
    lines = [line for line in (report.message, *report.notes) if line]
    if report.pending:
        lines.append(words.PENDING.get(report.language).format(points=plain(report.pending)))
    return clean("\n".join(lines))


def headline(report: Report) -> str:
    """Return exercise, score and state on one line: `5.1.2  A parallel block: 3 / 5`."""
    state = words.REPORT_WORDS.get(report.status)
    said = f" ({state.get(report.language)})" if state else ""
    score = words.out_of(report.score, report.max_score)
    return f"{clean_line(report.exercise.id)}  {clean_line(report.exercise.title, _TITLE_LIMIT)}: {score}{said}"


def title(check: CheckResult) -> str:
    """Return a check's title, or its name where it has none."""
    return clean_line(check.title or check.name, _TITLE_LIMIT)


def own_place(traceback: str) -> tuple[str, int] | None:
    """Return file and line of the innermost frame that is the submission's own, None where there is none.

    Tracebacks of reports have a line `FILE, line N, in NAME` for each frame; the exercise's
    own frames are in `inside.py`.
    """
    place = None
    for line in clean(traceback).splitlines():
        file, comma, rest = line.partition(", line ")
        number = rest.partition(",")[0]
        if comma and not line.startswith((" ", "inside.py")) and number.isdecimal() and len(number) < len("1000000"):
            place = file, int(number)
    return place


def _check(check: CheckResult, report: Report) -> Iterator[str]:
    language = report.language
    if check.status != "passed" or check.message:
        yield words.status_label(check.status, language)
    if check.message:
        yield check.message_in(language)
    titles = {other.name: other.title for other in report.checks}
    waits_for = ", ".join(clean_line(titles[name], 80) for name in check.blocked_by if name in titles)
    if waits_for:
        yield words.WAITS_FOR.get(language).format(names=waits_for)
    if check.traceback:
        yield check.traceback
    if check.evidence is not None:
        yield from _seen(check.evidence, language)
    if check.hint:
        yield words.HINT.get(language).format(hint=clean_line(check.hint))
    if check.printed:
        yield words.PRINTED.get(language)
        yield check.printed
    for incident in check.incidents:
        yield f"! {incident}"


def _seen(evidence: Evidence, language: Language) -> Iterator[str]:
    for label, value in ((words.EXPECTED, evidence.expected), (words.GOT, evidence.actual)):
        if value:
            yield f"{label.get(language)}: {clean_line(value, 1_000)}"
    for diagnosis in evidence.diagnosis:
        yield f"→ {clean_line(diagnosis.sentence(language))}"
        if advice := clean_line(diagnosis.advice(language)):
            yield f"  {advice}"
