"""A report for people at a terminal: in color or without, in a pipe, in 40 columns or 200.

Every text of a report becomes a `Prose` by `_text`, which cleans it; rich never
parses it as markup.
"""

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from rich.align import Align
from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from grader.model.clean import clean, clean_line
from grader.model.evidence import Evidence
from grader.model.outcome import CheckStatus
from grader.model.points import plain
from grader.model.report import CheckResult, Report, Summary, WrittenAnswer
from grader.model.text import Language
from grader.render import words
from grader.render.base import Page
from grader.render.wrap import Prose

_NARROW = 60
_LINES = 8
_LINES_VERBOSE = 60
_LINES_EXPLAINED = 1
"""Of an exception that a diagnosis explains: torch's own advice can fill a screen, and speaks of other things."""
_COLORS: dict[CheckStatus, str] = {"passed": "green", "blocked": "yellow", "skipped": "cyan", "internal": "magenta"}
_LOST_COLOR = "red"
_LONG_NUMBER = re.compile(r"-?\d+\.\d{4,17}(?:e[+-]?\d{1,3})?")


def render(summary: Summary, page: Page) -> str:
    """Return the summary as lines of at most `page.width` columns."""
    out = io.StringIO()
    console = Console(
        file=out,
        width=page.width,
        force_terminal=page.color,
        color_system="standard" if page.color else None,
        no_color=not page.color,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
        _environ={},
    )
    language = summary.reports[0].language if summary.reports else "en"
    # One exercise that was asked for by itself deserves its whole sentence.
    absent = [report for report in summary.reports if _is_absent(report) and len(summary.reports) > 1]
    for report in summary.reports:
        if report not in absent:
            console.print(_report(report, page))
            console.print()
    if absent:
        console.print(_absent(absent, language, page))
        console.print()
    if len(summary.reports) > 1:
        console.print(_total(summary, language, page))
    for line in _footer(summary, language):
        console.print(_text(line, "dim"))
    lines = [line.rstrip() for line in out.getvalue().splitlines()] if not page.color else out.getvalue().splitlines()
    return "\n".join(lines).rstrip("\n") + "\n"


def _is_absent(report: Report) -> bool:
    return report.status == "ungradable" and not report.handed_in


def _text(content: str, style: str = "", limit: int = 2_000, *, hang: int = 0) -> Prose:
    return Prose(clean(content, limit).expandtabs(4), style, hang)


def _report(report: Report, page: Page) -> RenderableType:
    language = report.language
    state = words.REPORT_WORDS.get(report.status)
    score = words.out_of(report.score, report.max_score)
    if state:
        score = f"{score}  {state.get(language)}"
    parts: list[RenderableType] = [
        _row(
            _text(
                f"{report.exercise.id}  {clean_line(report.exercise.title, 200)}",
                "bold",
                hang=len(report.exercise.id) + 2,
            ),
            _text(score, f"bold {_score_style(report)}"),
            page,
        )
    ]
    if report.message:
        parts.append(Padding(_block(report.message, page, language), (0, 0, 0, 2)))
    parts += [_text(f"  {note}", "dim") for note in report.notes]
    told = _Told({check.name: check.title for check in report.checks}, page, language)
    broken = next((check for check in report.checks if check.is_import), None)
    if broken is not None:
        # Every check that needs the submission ends like this: it is said once, for all of them.
        told = replace(told, imported=False)
        parts.append(Padding(Group(*_reasons(broken, replace(told, imported=True))), (0, 0, 0, 2)))
    if page.width < _NARROW:
        parts += [_stacked(check, told) for check in report.checks]
    elif report.checks:
        parts.append(_table(report.checks, told))
    parts += [_written(answer, page, language) for answer in report.written]
    return Group(*parts)


def _written(answer: WrittenAnswer, page: Page, language: Language) -> RenderableType:
    """Say that there is an answer in words, and show it where everything is shown."""
    length = (
        words.CHARACTERS.get(language).format(count=len(answer.text)) if answer.text else words.NO_TEXT.get(language)
    )
    line = words.FOR_A_PERSON.get(language).format(title=clean_line(answer.title, 200), length=length)
    points = f"  {words.out_of(answer.points, answer.max_points)}" if answer.max_points else ""
    lines: list[RenderableType] = [Padding(_text(f"✎ {line}{points}", "dim", hang=2), (0, 0, 0, 2))]
    if answer.message:
        lines.append(Padding(_block(answer.message, page, language, "dim"), (0, 0, 0, 4)))
    if page.verbose and answer.text:
        lines.append(Padding(_block(answer.text, page, language), (0, 0, 0, 4)))
    return Group(*lines)


def _row(left: Prose, right: Prose, page: Page) -> RenderableType:
    """Lay two texts out at the two margins; one below the other where both do not fit into a line."""
    if cell_len(left.content) + 2 + cell_len(right.content) > page.width:
        return Group(left, Align.right(right))
    grid = Table.grid(expand=True, padding=(0, 2, 0, 0))
    grid.add_column(ratio=1)
    grid.add_column(justify="right")
    grid.add_row(left, right)
    return grid


def _score_style(report: Report) -> str:
    if report.status == "internal":
        return "magenta"
    if report.score is None:
        return "yellow"
    return "green" if report.score == report.max_score else "red" if report.score == 0 else "yellow"


@dataclass(frozen=True)
class _Told:
    """What the lines of a check need besides the check: titles of the others, the page, the language.

    `imported` is False where the report has said, above its checks, why the submission cannot be imported.
    """

    titles: dict[str, str]
    page: Page
    language: Language
    imported: bool = True


def _table(checks: Iterable[CheckResult], told: _Told) -> RenderableType:
    grid = Table.grid(expand=True, padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True, justify="right")
    grid.add_column(ratio=1, overflow="fold")
    for check in checks:
        points = words.out_of(check.points, check.max_points)
        grid.add_row(_label(check, told.language), Text(points), Group(*_lines(check, told)))
    return Padding(grid, (0, 0, 0, 2))


def _stacked(check: CheckResult, told: _Told) -> RenderableType:
    """Lay a check out for few columns: the verdict above, everything else below it."""
    verdict = _label(check, told.language) + Text(f"  {words.out_of(check.points, check.max_points)}")
    return Group(verdict, Padding(Group(*_lines(check, told)), (0, 0, 0, 2)))


def _label(check: CheckResult, language: Language) -> Text:
    return Text(words.status_label(check.status, language), style=_COLORS.get(check.status, _LOST_COLOR))


def _lines(check: CheckResult, told: _Told) -> Iterator[RenderableType]:
    """Yield the title, and below it what a reader learns of a check that did not pass."""
    page, language = told.page, told.language
    yield _text(clean_line(check.title, 200), "" if check.status == "passed" else "bold")
    if page.verbose:
        yield _text(check.name, "dim")
    if check.status != "passed" and (told.imported or not _is_for_import(check)):
        yield from _reasons(check, told)
    if check.printed and (page.verbose or check.status != "passed"):
        yield _text(words.PRINTED.get(language), "dim")
        yield Padding(_block(check.printed, page, language, "dim"), (0, 0, 0, 2))
    if page.verbose and check.seconds is not None and check.seed is not None:
        yield _text(words.REPEAT.get(language).format(seed=check.seed, seconds=check.seconds), "dim")
    for incident in check.incidents:
        yield _text(f"! {incident}", "magenta")


def _is_for_import(check: CheckResult) -> bool:
    """Tell whether a check has nothing to say but that the submission cannot be imported, hidden checks included."""
    hidden = check.evidence is None and not check.traceback and check.show != "full"
    return check.is_import or (hidden and check.status not in ("failed", "blocked", "skipped"))


def _reasons(check: CheckResult, told: _Told) -> Iterator[RenderableType]:
    page, language = told.page, told.language
    named = [clean_line(told.titles[name], 80) for name in check.blocked_by if name in told.titles]
    message = check.message_in(language)
    if message and not named:  # what it waits for says more than that it waits
        explained = check.status == "error" and check.evidence is not None and check.evidence.diagnosis
        yield _block(message, page, language, most=_LINES_EXPLAINED if explained else _LINES)
    if named:
        names = words.BETWEEN.get(language).join(named)
        yield _text(words.WAITS_FOR.get(language).format(names=names), "dim")
    if check.traceback:
        yield Padding(_code(check.traceback, page), (0, 0, 0, 2))
    if check.evidence is not None:
        yield from _seen(check.evidence, page, language)
    if check.hint:
        yield _text(words.HINT.get(language).format(hint=clean_line(check.hint)), "italic cyan")


def _seen(evidence: Evidence, page: Page, language: Language) -> Iterator[RenderableType]:
    """Yield what was expected and what came, where the message does not say it all, and the diagnosis."""
    tensors = (evidence.expected_tensor, evidence.actual_tensor)
    if page.verbose or all(tensor is not None and tensor.values for tensor in tensors):
        grid = Table.grid(padding=(0, 1, 0, 0))
        values = (evidence.expected, evidence.actual)
        for label, tensor, text in zip((words.EXPECTED, words.GOT), tensors, values, strict=True):
            value = tensor.described.sentence(language) if tensor is not None else text
            if value:  # a check that fails with a sentence of its own has neither
                shown = clean_line(value, 1_000) if page.verbose else clean_line(_LONG_NUMBER.sub(_short, value), 200)
                grid.add_row(_text(label.get(language), "dim"), _text(shown, "dim"))
        yield grid
    for diagnosis in evidence.diagnosis:
        yield _text(f"→ {clean_line(diagnosis.sentence(language))}", "yellow", hang=2)
        if advice := clean_line(diagnosis.advice(language)):
            yield Padding(_text(advice, "cyan"), (0, 0, 0, 2))


def _short(number: re.Match[str]) -> str:
    return f"{float(number[0]):.4g}"


def _code(traceback: str, page: Page) -> RenderableType:
    """Return where the submission's own code raised: place and line, below each other; all of it where wanted."""
    lines = clean(traceback).expandtabs(4).splitlines()
    if not page.verbose:
        places = [number for number, line in enumerate(lines) if line and not line.startswith((" ", "inside.py,"))]
        last = places[-1] if places else max(0, len(lines) - 2)
        lines = lines[last : last + 2]
    shown = (line if not line.startswith(" ") else f"  {line.strip()}" for line in lines)
    return Group(*(Prose(line, "dim" if not line.startswith(" ") else "", hang=2) for line in shown))


def _block(content: str, page: Page, language: Language, style: str = "", most: int = _LINES) -> Prose:
    """Return several lines of a report's text, and how many more there are."""
    lines = clean(content).splitlines()
    most = _LINES_VERBOSE if page.verbose else most
    if len(lines) > most + 1:
        lines = [*lines[:most], words.MORE.get(language).format(count=len(lines) - most)]
    return _text("\n".join(lines), style)


def _absent(reports: list[Report], language: Language, page: Page) -> RenderableType:
    lines: list[RenderableType] = [_text(words.NOT_HANDED_IN.get(language), "bold")]
    for report in reports:
        left = f"  {report.exercise.id}  {clean_line(report.exercise.title, 200)}"
        lines.append(_row(_text(left, "dim", hang=2), _text(words.out_of(None, report.max_score), "dim"), page))
    return Group(*lines)


def _total(summary: Summary, language: Language, page: Page) -> RenderableType:
    parts = [words.out_of(summary.score, summary.max_score)]
    if summary.pending != Decimal(0):
        parts.append(words.PENDING.get(language).format(points=plain(summary.pending)))
    state = words.REPORT_WORDS.get(summary.status)
    if state:
        parts.append(state.get(language))
    checks = [check for report in summary.reports for check in report.checks]
    passed = sum(check.status == "passed" for check in checks)
    left = f"{words.TOTAL.get(language)}  ({words.CHECKS_PASS.get(language).format(passed=passed, total=len(checks))})"
    return _row(_text(left, "bold"), _text("  ".join(parts), "bold"), page)


def _footer(summary: Summary, language: Language) -> Iterator[str]:
    isolations = sorted({report.environment.isolation for report in summary.reports if report.checks})
    if isolations:
        yield words.GRADED_HERE.get(language).format(isolation=", ".join(isolations))
    attempts = {report.attempt for report in summary.reports if report.attempt is not None}
    if len(attempts) == 1:
        yield words.ATTEMPT.get(language).format(number=attempts.pop())
