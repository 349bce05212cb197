"""Annotations of a GitHub Actions run: workflow commands, one a line, printed by a step.

Source: GitHub, "Workflow commands for GitHub Actions", and the runner's parser
(`ActionCommand.cs` of actions/runner). The runner reads *every* line that a step prints. A
line that begins with `::` is a command of the new form, and `##[` anywhere in a line that
is none begins one of the old form. Whoever can put a line of their own into the log can
therefore give commands. So nothing but commands is printed here: every line begins with
one of ours, no value holds a line's end, and what would end a value is escaped in the order
that the runner undoes (`%` first).

The runner shows ten annotations of a kind for each step and leaves the others out; the
last ones here are about exercises, so those come first.
"""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from grader.model.clean import clean, clean_line
from grader.model.report import CheckResult, Report
from grader.render.export import BOTH, Exported, Request, export_format
from grader.render.plaintext import check_text, headline, own_place, report_text, title

_MESSAGE_LIMIT: Final = 4_000
"""Characters: the runner cuts an annotation's message beyond 64 KB, and nobody reads as much."""

_KINDS: Final = {"skipped": "notice", "blocked": "notice", "internal": "warning"}


@export_format("github", "Annotations for GitHub Actions: workflow commands.", audiences=BOTH, takes=("path_prefix",))
def render(request: Request) -> Exported:
    """Return the commands."""
    (summary,) = request.summaries
    lines: list[str] = []
    for report in summary.reports:
        lines.append(_about(report))
        folder = "" if request.flat else "-".join(filter(None, (report.exercise.id, report.exercise.slug)))
        lines += _checks(report, PurePosixPath(request.path_prefix, folder))
    return Exported("".join(f"{line}\n" for line in lines).encode())


def _about(report: Report) -> str:
    kind = {"internal": "warning", "ungradable": "error" if report.handed_in else "notice"}.get(report.status, "notice")
    text = "\n".join(line for line in (headline(report), report_text(report)) if line)
    return command(kind, text, title=headline(report))


def _checks(report: Report, folder: PurePosixPath) -> Iterator[str]:
    for check in report.checks:
        if check.status != "passed":
            kind = _KINDS.get(check.status, "error")
            text = check_text(check, report, _MESSAGE_LIMIT)
            yield command(kind, text, **_place(check, report, folder), title=f"{report.exercise.id} {title(check)}")


def _place(check: CheckResult, report: Report, folder: PurePosixPath) -> dict[str, str]:
    """Return where to show it: the submission's own line, else the top of its first file."""
    handed_in = [file.path for file in report.submission.files]
    found = own_place(check.traceback)
    if found is None or found[0] not in handed_in:
        found = (handed_in[0], 1) if handed_in else None
    if found is None:
        return {}
    return {"file": str(folder / found[0]), "line": str(found[1])}


def command(kind: str, message: str, **properties: str) -> str:
    """Return one workflow command, without an end of line.

    Args:
        kind: `error`, `warning` or `notice`.
        message: of any length and any characters.
        properties: `file`, `line`, `title`.
    """
    said = ",".join(f"{name}={_property(clean_line(value))}" for name, value in properties.items() if value)
    return f"::{kind} {said}::{_data(clean(message, _MESSAGE_LIMIT))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
