"""What a regrade would change: verdicts and what else differs, each learner with their own."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.model.difference import Difference, compare
from grader.model.report import Report, Summary
from grader.model.scoring import summarize
from tests.unit.model.builders import STATUSES, a_report, a_result

pytestmark = pytest.mark.unit


def summary(learner: str, *reports: Report) -> Summary:
    """Return one learner's reports."""
    return summarize(reports, learner)


def test_the_same_reports_do_not_differ() -> None:
    """Every pair was looked at."""
    reports = [summary("ada", a_report(a_result())), summary("bob", a_report(a_result(), id_="1.2"))]
    difference = compare(reports, reports)
    assert difference == Difference(compared=2, changes=())
    assert difference.verdicts == ()


def test_a_check_with_another_verdict_is_told_with_both() -> None:
    """And the score that follows from it."""
    old = a_report(a_result(status="failed"), a_result("test_two", "passed"), score="0")
    new = a_report(a_result(status="passed"), a_result("test_two", "passed"), score="2")
    (change,) = compare([summary("ada", old)], [summary("ada", new)]).verdicts
    (check,) = change.checks
    assert (check.name, check.old_status, check.new_status) == ("test_one", "failed", "passed")
    assert (change.old_score, change.new_score) == (Decimal(0), Decimal(2))


def test_a_check_that_only_one_side_has_is_a_change() -> None:
    """A regrade with another version of the exercise."""
    old, new = a_report(a_result("test_old")), a_report(a_result("test_new"))
    (change,) = compare([summary("ada", old)], [summary("ada", new)]).verdicts
    assert {(check.name, check.old_status, check.new_status) for check in change.checks} == {
        ("test_new", None, "failed"),
        ("test_old", "failed", None),
    }


def test_learners_and_exercises_of_one_side_have_no_report_on_the_other() -> None:
    """Null, which is not a zero."""
    old = [summary("ada", a_report()), summary("bob", a_report())]
    new = [summary("ada", a_report(), a_report(id_="1.2")), summary("cyd", a_report())]
    changes = compare(old, new).verdicts
    assert [(change.learner, change.exercise, change.old_status, change.new_status) for change in changes] == [
        ("ada", "1.2", None, "graded"),
        ("bob", "1.1", "graded", None),
        ("cyd", "1.1", None, "graded"),
    ]
    assert changes[1].new_score is None


def test_a_single_learner_is_the_same_one_under_any_name() -> None:
    """An attempt knows no name, a report of the same work does."""
    assert compare([summary("", a_report())], [summary("ada", a_report())]).changes == ()


def test_what_else_differs_is_told_and_is_no_change_of_a_verdict() -> None:
    """Digests, seed and versions; a seed that a student's view lacks is not compared."""
    old = a_report()
    new = old.model_copy(
        update={
            "exercise": old.exercise.model_copy(update={"digest": "00" * 32}),
            "submission": old.submission.model_copy(update={"digest": "11" * 32}),
            "seed": "ee",
            "environment": old.environment.model_copy(update={"torch": "9", "isolation": "confined"}),
        }
    )
    difference = compare([summary("ada", old)], [summary("ada", new)])
    assert difference.verdicts == ()
    assert difference.changes[0].differs == ("exercise", "submission", "seed", "torch", "isolation")
    hidden = new.model_copy(update={"seed": None})
    assert "seed" not in compare([summary("ada", old)], [summary("ada", hidden)]).changes[0].differs


@given(st.lists(st.sampled_from(STATUSES), max_size=4), st.lists(st.sampled_from(STATUSES), max_size=4))
def test_a_difference_is_there_exactly_where_verdicts_differ(old: list[str], new: list[str]) -> None:
    """And says the same from either side."""
    before, after = (
        [summary("ada", a_report(*(a_result(f"test_{n}", status) for n, status in enumerate(side))))]  # type: ignore[arg-type]
        for side in (old, new)
    )
    forth, back = compare(before, after), compare(after, before)
    assert bool(forth.verdicts) == (old != new)
    assert [len(change.checks) for change in forth.verdicts] == [len(change.checks) for change in back.verdicts]


def test_a_difference_is_read_back_from_its_json() -> None:
    """Points as text, like everywhere."""
    difference = compare([summary("ada", a_report(score="0.5"))], [summary("ada", a_report(score="1.125"))])
    assert Difference.model_validate_json(difference.model_dump_json()) == difference
    assert '"new_score":"1.125"' in difference.model_dump_json()
