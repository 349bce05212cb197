"""`results.json` of a Gradescope autograder.

Source: Gradescope, "Autograder Specifications", section "Output format"
(gradescope-autograders.readthedocs.io). What of it matters here:

* `score` at the top overrides the sum of the tests; without it every test needs one.
  A score that is withheld or was never computed must not become a sum of zeros, so
  there are then neither `score` nor `tests`: Gradescope reports that no result came.
* `visibility` is `visible`, `hidden`, `after_due_date` or `after_published`. A test of
  the latter two hides a student's total; one that is `hidden` does not.
* What is printed is the instructors' unless `stdout_visibility` says otherwise.

For instructors, checks that the spec does not show in full are there in full as well, as
tests that are `hidden`; Gradescope shows them to nobody else.
"""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from grader import __version__
from grader.model.clean import clean, clean_line
from grader.model.outcome import CheckStatus
from grader.model.report import CheckResult, Report, Summary
from grader.render.export import BOTH, Exported, Request, export_format
from grader.render.numbers import json_number
from grader.render.plaintext import check_text, headline, report_text, title

_VERDICTS: dict[CheckStatus, str] = {"passed": "passed", "skipped": "", "internal": ""}


@export_format("gradescope", "Gradescope's results.json, as an autograder writes it.", audiences=BOTH)
def render(request: Request) -> Exported:
    """Return the document."""
    (summary,) = request.summaries
    shown = summary.for_student()
    document: dict[str, Any] = {
        "output": _output(shown),
        "output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "extra_data": {
            "grader": __version__,
            "status": summary.status,
            "exercises": {report.exercise.id: report.submission.digest for report in summary.reports},
        },
    }
    seconds = _seconds(shown)
    if seconds is not None:
        document["execution_time"] = seconds
    remarks: tuple[str, ...] = ()
    if summary.score is None:
        remarks = ("There is no score, so none is given: Gradescope will say that the autograder did not finish.",)
    else:
        document["score"] = json_number(summary.score)
        document["test_output_format"] = "text"
        document["tests"] = list(_tests(summary, shown))
    return Exported(json.dumps(document, indent=2, ensure_ascii=False).encode() + b"\n", remarks)


def _output(shown: Summary) -> str:
    parts = []
    for report in shown.reports:
        parts += [headline(report), report_text(report)]
        if shown.score is None:
            parts += [f"- {title(check)}\n{check_text(check, report, 2_000)}" for check in report.checks]
    return clean("\n".join(part for part in parts if part), 100_000)


def _seconds(shown: Summary) -> float | None:
    """Return how long all gradings took together, None where that is not everybody's to know."""
    spans = [
        (report.finished - report.started).total_seconds() for report in shown.reports if report.finished is not None
    ]
    return round(max(0.0, sum(spans)), 3) if len(spans) == len(shown.reports) else None


def _tests(summary: Summary, shown: Summary) -> Iterator[dict[str, Any]]:
    many = len(summary.reports) > 1
    for number, (report, open_) in enumerate(zip(summary.reports, shown.reports, strict=True), start=1):
        prefix = f"{clean_line(report.exercise.id)} " if many else ""
        pairs = zip(report.checks, open_.checks, strict=True)
        for index, (check, visible) in enumerate(pairs, start=1):
            hide = report.view == "full" and check.show != "full"
            test = _test(check, report) if hide else _test(visible, open_)
            test["name"] = prefix + test["name"]
            yield test | {"number": f"{number}.{index}", "visibility": "hidden" if hide else "visible"}
        for index, answer in enumerate(open_.written, start=len(open_.checks) + 1):
            written = {"name": prefix + clean_line(answer.title), "number": f"{number}.{index}"}
            yield written | _points(answer.points, answer.max_points) | {"output": answer.message or answer.text}


def _test(check: CheckResult, report: Report) -> dict[str, Any]:
    test: dict[str, Any] = {"name": title(check)}
    verdict = _VERDICTS.get(check.status, "failed")
    if verdict:
        test["status"] = verdict
    return test | _points(check.points, check.max_points) | {"output": check_text(check, report)}


def _points(points: Decimal | None, most: Decimal) -> dict[str, Any]:
    """Return score and maximum; without a verdict there is no score, which is no zero."""
    scored = {} if points is None else {"score": json_number(points)}
    return scored | {"max_score": json_number(most)}
