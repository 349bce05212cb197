"""Reports for the tests of export formats: every status, every `show`, and marks where a spec may hide something."""

from collections.abc import Iterator
from decimal import Decimal

from grader.model.evidence import Evidence
from grader.model.exercise import Show
from grader.model.outcome import CheckStatus
from grader.model.report import CheckResult, Report, Summary, WrittenAnswer
from grader.model.scoring import summarize
from grader.render.export import Request
from tests.unit.model.builders import SHOWS, a_report

FIELDS = ("name", "title", "message", "hint", "summary", "expected", "actual", "diagnosis", "traceback", "printed")
OPEN: dict[Show, set[str]] = {
    "full": set(FIELDS),
    "hint": {"name", "title", "hint"},
    "name": {"name", "title"},
    "nothing": set(),
}
"""What a student may see of a check that did not pass."""

SEED = 918273645
SECONDS = 77.0625


def mark(field: str, show: Show) -> str:
    """Return the word that stands in a field of a check, nowhere else, and in no language."""
    return f"zq{field}{show}qz"


def a_marked_result(show: Show, status: CheckStatus = "failed") -> CheckResult:
    """Return a result with a mark in every field."""
    marks = {field: mark(field, show) for field in FIELDS}
    return CheckResult(
        name=f"test_{marks['name']}",
        title=f"Title {marks['title']}",
        status=status,
        points=None if status in {"internal", "skipped"} else Decimal("0.5"),
        max_points=Decimal(2),
        message=marks["message"],
        hint=marks["hint"],
        show=show,
        seconds=SECONDS,
        seed=SEED,
        evidence=Evidence(
            kind="close",
            summary=marks["summary"],
            expected=marks["expected"],
            actual=marks["actual"],
            diagnosis=(marks["diagnosis"],),
        ),
        traceback=f"work.py, line 3, in forward\n    return {marks['traceback']}",
        printed=marks["printed"],
        incidents=(mark("incident", show),),
    )


def a_marked_summary(status: CheckStatus = "failed") -> Summary:
    """Return a full summary: one check for each `show`."""
    checks = [a_marked_result(show, status) for show in SHOWS]
    return summarize([a_report(*checks, score="2", max_score="8")], "ada")


def hidden_marks() -> Iterator[str]:
    """Yield every mark that no student may see."""
    for show in SHOWS:
        yield mark("incident", show)
        for field in FIELDS:
            if field not in OPEN[show]:
                yield mark(field, show)


def all_marks() -> Iterator[str]:
    """Yield every mark."""
    for show in SHOWS:
        yield from (mark(field, show) for field in (*FIELDS, "incident"))


def plain_result(name: str, status: CheckStatus, points: str | None, most: str, **more: object) -> CheckResult:
    """Return a result as a real grading gives it."""
    values = {
        "name": name,
        "title": f"About {name.removeprefix('test_')}",
        "status": status,
        "points": None if points is None else Decimal(points),
        "max_points": Decimal(most),
        "seconds": None if status in {"blocked", "skipped"} else 0.25,
        "seed": None if status in {"blocked", "skipped"} else 7,
    }
    return CheckResult.model_validate(values | more)


def a_class_report(learner: str, *, provisional: bool = False) -> Report:
    """Return a report with what a page has to lay out: partial points, an own line, a check that waits."""
    failed = plain_result(
        "test_shape",
        "failed",
        "0.5",
        "2",
        message="the result has shape (10, 3), expected (5, 6)",
        hint="Look at `dim`, 100 % of it: rows, columns.",
        traceback="work.py, line 4, in forward\n    return torch.cat(x)\ninside.py, line 9, in go\n    block(x)",
        evidence=Evidence(kind="shape", summary="", diagnosis=("concatenated along dimension 0 instead of 1",)),
        printed="<b>&\n::error::forged",
    )
    blocked = plain_result("test_grad", "blocked", "0", "1", blocked_by=("test_shape",), message="Not run.")
    gpu = plain_result("test_gpu", "skipped", None, "1.125", message="needs 1 CUDA device")
    passed = plain_result("test_runs", "passed", "1", "1")
    checks = (passed, failed, blocked, gpu) if provisional else (passed, failed, blocked)
    most = "5.125" if provisional else "4"
    report = a_report(
        *checks,
        status="provisional" if provisional else "graded",
        score="1.5",
        max_score=most,
        pending="1.125" if provisional else "0",
    )
    return report.model_copy(update={"learner": learner})


def a_written_answer(points: str | None = None) -> WrittenAnswer:
    """Return an answer in words, read by nobody yet unless it has points."""
    return WrittenAnswer(
        name="WHY",
        title="Why it is shared",
        text="Because.",
        points=None if points is None else Decimal(points),
        max_points=Decimal(2),
    )


def request(*reports: Report, learner: str = "ada", **more: object) -> Request:
    """Return a request about one submission, in full."""
    return Request(summaries=(summarize(reports, learner),), **more)  # type: ignore[arg-type]
