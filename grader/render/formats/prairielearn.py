"""`results.json` of a PrairieLearn external grader.

Source: PrairieLearn, "External Grading", section "Grading results", and the reader and
the element `pl-external-grader-results` of its repository. What of it matters here:

* `score` is a number from 0 to 1. With `"gradable": false` there need be none: no point is
  lost and no attempt used; `format_errors`, strings, say why.
* A test without `points` takes the points away from the display of all tests.
* The file is limited to 1 MB.

The score is that of the checks alone. Answers in words are PrairieLearn's manual points.
A check that could not be judged, or that waits for another machine, leaves the attempt
not gradable: counted, it would be a zero that nobody computed.
"""

import json
from decimal import Decimal
from typing import Any, Final

from grader.model.clean import clean, clean_line
from grader.model.report import CheckResult, Report, Summary
from grader.render.export import BOTH, Exported, Request, export_format
from grader.render.numbers import json_number
from grader.render.plaintext import check_text, headline, report_text, title

LIMIT: Final = 1_000_000
"""Bytes; whether the documented MB is 10^6 or 2^20, this is within it."""

_SHRINKING: Final = (20_000, 4_000, 1_000, 200, 0)
_NO_VERDICT: Final = {"internal", "skipped"}


@export_format("prairielearn", "PrairieLearn's results.json, as an external grader writes it.", audiences=BOTH)
def render(request: Request) -> Exported:
    """Return the document, texts cut so far that it is within the limit."""
    (summary,) = request.summaries
    for limit in _SHRINKING:
        content = json.dumps(_document(summary, limit), ensure_ascii=False).encode() + b"\n"
        if len(content) < LIMIT:
            break
    return Exported(content)


def _document(summary: Summary, limit: int) -> dict[str, Any]:
    checks = [(check, report) for report in summary.reports for check in report.checks]
    most = sum((check.max_points for check, _ in checks), Decimal(0))
    document: dict[str, Any] = {"gradable": True}
    errors = _errors(summary, limit)
    if errors or not most:
        document = {"gradable": False, "format_errors": errors or [headline(report) for report in summary.reports]}
    else:
        earned = sum((check.points or Decimal(0) for check, _ in checks), Decimal(0))
        document["score"] = float(earned / most) if earned < most else 1.0
    document["message"] = clean("\n".join(_lines(summary)), min(limit, 4_000) + 200)
    document["tests"] = [_test(check, report, limit, several=len(summary.reports) > 1) for check, report in checks]
    return document


def _errors(summary: Summary, limit: int) -> list[str]:
    """Return why there is no score; empty where there is one."""
    errors = []
    graded = [report for report in summary.reports if report.status != "ungradable"]
    for report in summary.reports:
        open_ = [title(check) for check in report.checks if check.status in _NO_VERDICT]
        if report.status == "internal" or open_ or not graded:
            said = [headline(report), report_text(report), *open_]
            errors.append(clean("\n".join(line for line in said if line), max(limit, 200)))
    return errors


def _lines(summary: Summary) -> list[str]:
    return [line for report in summary.reports for line in (headline(report), report_text(report)) if line]


def _test(check: CheckResult, report: Report, limit: int, *, several: bool) -> dict[str, Any]:
    name = f"{clean_line(report.exercise.id)} {title(check)}" if several else title(check)
    test: dict[str, Any] = {"name": clean_line(name, 250), "max_points": json_number(check.max_points)}
    if check.points is not None:
        test["points"] = json_number(check.points)
    return test | {"message": check_text(check, report, limit) if limit else ""}
