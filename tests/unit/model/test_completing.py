"""Pending points: what settles them, and what leaves them alone."""

from decimal import Decimal

import pytest

from grader.model.completing import complete, pending_checks
from grader.model.report import CheckResult, Report, WrittenAnswer
from tests.unit.model.builders import a_report

pytestmark = pytest.mark.unit


def check(name: str, status: str, points: str | None) -> CheckResult:
    return CheckResult.model_validate(
        {"name": name, "title": name, "status": status, "points": points, "max_points": "2"}
    )


@pytest.fixture
def provisional() -> Report:
    """One check passed, one waits for a GPU, and an answer in words waits for a reader."""
    return a_report().model_copy(
        update={
            "status": "provisional",
            "score": Decimal(2),
            "max_score": Decimal(7),
            "pending": Decimal(5),
            "checks": (check("test_cpu", "passed", "2"), check("test_gpu", "skipped", None)),
            "written": (WrittenAnswer(name="WHY", title="Why", text="because", max_points=Decimal(3)),),
        }
    )


def test_a_newer_verdict_settles_a_pending_check_and_no_other(provisional: Report) -> None:
    """A check that had its verdict keeps it, whatever the second machine says."""
    assert pending_checks(provisional) == ("test_gpu",)
    newer = complete(provisional, (check("test_gpu", "passed", "2"), check("test_cpu", "failed", "0")))
    assert [found.status for found in newer.checks] == ["passed", "passed"]
    assert (newer.score, newer.pending, newer.status) == (Decimal(4), Decimal(3), "provisional")


def test_a_persons_points_settle_an_answer_in_words(provisional: Report) -> None:
    """With the last pending points given, the report is graded."""
    newer = complete(provisional, (check("test_gpu", "failed", "0"),), {"WHY": Decimal("2.5")})
    assert (newer.score, newer.pending, newer.status) == (Decimal("4.5"), Decimal(0), "graded")


def test_a_check_that_broke_withholds_the_score(provisional: Report) -> None:
    """What the exercise breaks on the second machine is no zero either."""
    newer = complete(provisional, (check("test_gpu", "internal", None),))
    assert (newer.score, newer.status) == (None, "internal")


@pytest.mark.parametrize(("given", "error"), [({"WHY": Decimal(4)}, ValueError), ({"HOW": Decimal(1)}, KeyError)])
def test_points_that_cannot_be_given_are_refused(
    provisional: Report, given: dict[str, Decimal], error: type[Exception]
) -> None:
    """Neither more than an answer is worth, nor anything for an answer that is not there."""
    with pytest.raises(error):
        complete(provisional, (), given)
