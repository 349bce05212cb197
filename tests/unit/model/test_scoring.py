"""Scoring: what a check earns, what its needs decide, and what sums to what."""

from decimal import Decimal

import pytest
from hypothesis import given

from grader.errors import Fault
from grader.model.course import BrokenExercise
from grader.model.evidence import Evidence
from grader.model.exercise import Exercise
from grader.model.message import Diagnosis
from grader.model.outcome import CheckStatus, Outcome
from grader.model.report import ReportStatus
from grader.model.scoring import broken_report, score_checks, summarize
from tests.unit.model.builders import a_check, a_report, a_result, an_exercise, an_outcome, graded_exercises

pytestmark = pytest.mark.unit


def statuses(exercise: Exercise, *outcomes: Outcome) -> dict[str, CheckStatus]:
    return {check.name: check.status for check in score_checks(exercise, outcomes, "en").checks}


def test_a_check_that_passed_earns_its_points() -> None:
    """Points of passed checks add up, exactly."""
    exercise = an_exercise(a_check("test_a", "0.1"), a_check("test_b", "0.2"), a_check("test_c", "5"))
    scored = score_checks(exercise, [an_outcome("test_a"), an_outcome("test_b"), an_outcome("test_c", "failed")], "en")
    assert (scored.score, scored.pending, scored.status) == (Decimal("0.3"), Decimal(0), "graded")


@pytest.mark.parametrize("status", ["failed", "error", "timeout", "memory", "crashed"])
def test_a_need_that_did_not_pass_blocks(status: CheckStatus) -> None:
    """A check is worth nothing while one that it needs does not pass, even where its own outcome says passed."""
    exercise = an_exercise(
        a_check("test_a"), a_check("test_b", needs=("test_a",)), a_check("test_c", needs=("test_b",))
    )
    scored = score_checks(exercise, [an_outcome("test_a", status), an_outcome("test_b"), an_outcome("test_c")], "en")
    assert [check.status for check in scored.checks] == [status, "blocked", "blocked"]
    assert scored.checks[2].blocked_by == ("test_b",)
    assert scored.score == 0


def test_needs_are_decided_first_in_any_order_of_the_spec() -> None:
    """A check that stands before the one that it needs is blocked all the same."""
    exercise = an_exercise(a_check("test_b", needs=("test_a",)), a_check("test_a"))
    assert statuses(exercise, an_outcome("test_b"), an_outcome("test_a", "failed"))["test_b"] == "blocked"


def test_a_pending_need_makes_pending() -> None:
    """What this machine cannot run leaves the checks that need it pending, not lost."""
    exercise = an_exercise(a_check("test_a", "2"), a_check("test_b", "3", needs=("test_a",)), a_check("test_c", "4"))
    scored = score_checks(exercise, [an_outcome("test_a", "skipped"), an_outcome("test_c")], "en")
    assert (scored.score, scored.pending, scored.status) == (Decimal(4), Decimal(5), "provisional")


def test_nothing_but_pending_checks_is_no_zero() -> None:
    """Where no check has a verdict the score is null."""
    scored = score_checks(an_exercise(a_check("test_a")), [an_outcome("test_a", "skipped")], "en")
    assert (scored.score, scored.pending, scored.status) == (None, Decimal(1), "provisional")


def test_an_internal_need_makes_internal_and_withholds_the_score() -> None:
    """A check that the grader could not judge gives no verdict on those that need it, and no score at all."""
    exercise = an_exercise(a_check("test_a"), a_check("test_b", needs=("test_a",)), a_check("test_c"))
    scored = score_checks(exercise, [an_outcome("test_a", "internal"), an_outcome("test_c")], "en")
    assert [check.status for check in scored.checks] == ["internal", "internal", "passed"]
    assert [check.points for check in scored.checks] == [None, None, Decimal(1)]
    assert (scored.score, scored.status) == (None, "internal")


def test_a_lost_need_decides_over_an_open_one() -> None:
    """One need failed and another internal or skipped: blocked, as no verdict on the other could change it."""
    exercise = an_exercise(a_check("test_a"), a_check("test_b"), a_check("test_c", needs=("test_b", "test_a")))
    for open_status in ("internal", "skipped"):
        assert (
            statuses(exercise, an_outcome("test_a", "failed"), an_outcome("test_b", open_status))["test_c"] == "blocked"
        )


@pytest.mark.parametrize("outcomes", [(), (an_outcome("test_a", "blocked"),)])
def test_a_verdict_that_the_judge_owes_is_the_graders_fault(outcomes: tuple[Outcome, ...]) -> None:
    """No outcome, or blocked for no reason, is internal and never a zero."""
    scored = score_checks(an_exercise(a_check("test_a")), outcomes, "en")
    assert (scored.checks[0].status, scored.checks[0].fault, scored.score) == ("internal", "grader", None)


@pytest.mark.parametrize(
    ("points", "share", "earned"),
    [("1", (2, 3), "0.666"), ("10", (1, 8), "1.25"), ("1", (3, 3), "0"), ("1", (4, 3), "0"), ("1", (0, 0), "0")],
)
def test_a_shared_check_earns_its_share_rounded_down(points: str, share: tuple[int, int], earned: str) -> None:
    """Partial points are the passed share to a thousandth; a failed check never earns everything."""
    exercise = an_exercise(a_check("test_a", points, partial=True))
    assert score_checks(exercise, [an_outcome("test_a", "failed", share)], "en").score == Decimal(earned)


def test_without_partial_a_share_earns_nothing() -> None:
    """All cases of a check must pass unless its spec says otherwise."""
    assert score_checks(an_exercise(a_check()), [an_outcome(status="failed", share=(2, 3))], "en").score == 0


def test_only_what_was_asked_for_counts() -> None:
    """With `only`, other checks are neither reported nor needed."""
    exercise = an_exercise(a_check("test_a", "2"), a_check("test_b", "3", needs=("test_a",)))
    scored = score_checks(exercise, [an_outcome("test_b")], "en", only=("test_b",))
    assert ([check.name for check in scored.checks], scored.score) == (["test_b"], Decimal(3))


def test_hints_come_with_failures_in_the_language_asked_for() -> None:
    """A hint is for what went wrong, not for what passed or never ran."""
    exercise = an_exercise(a_check("test_a", hint="look"), a_check("test_b", hint="look", needs=("test_a",)))
    failed = score_checks(exercise, [an_outcome("test_a", "failed")], "zh").checks
    assert [check.hint for check in failed] == ["look", ""]
    assert failed[0].title == "test_a 的标题"
    assert score_checks(exercise, [an_outcome("test_a"), an_outcome("test_b")], "en").checks[0].hint == ""


def test_a_guess_does_not_stand_beside_a_diagnosis() -> None:
    """A hint asks for a division, whatever came: where the diagnosis says that the length is wrong, it misleads."""
    known = Evidence(
        kind="shape", summary="", diagnosis=(Diagnosis(rule="size", facts={"dim": 1, "seen": 4, "wanted": 5}),)
    )
    unknown = Evidence(kind="close", summary="")
    exercise = an_exercise(a_check("test_a", hint="look"), a_check("test_b", hint="look", show="hint"))
    for evidence, hints in ((known, ["", "look"]), (unknown, ["look", "look"])):
        failed = [an_outcome(name, "failed").model_copy(update={"evidence": evidence}) for name in ("test_a", "test_b")]
        assert [check.hint for check in score_checks(exercise, failed, "en").checks] == hints


@given(graded_exercises())
def test_scores_stay_in_bounds_and_every_point_is_accounted_for(drawn: tuple[Exercise, tuple[Outcome, ...]]) -> None:
    """Earned and pending points never exceed the maximum, and internal withholds the score, whatever the outcomes."""
    exercise, outcomes = drawn
    scored = score_checks(exercise, outcomes, "en")
    assert [check.name for check in scored.checks] == [check.name for check in exercise.spec.check]
    assert 0 <= (scored.score or 0) + scored.pending <= exercise.spec.max_points
    assert (scored.status == "internal") == any(check.status == "internal" for check in scored.checks)
    for check in scored.checks:
        assert (check.points is None) == (check.status in {"internal", "skipped"})
        if check.points:
            assert check.status == "passed" or check.points < check.max_points


@given(graded_exercises())
def test_no_check_passes_over_a_need_that_did_not(drawn: tuple[Exercise, tuple[Outcome, ...]]) -> None:
    """Whatever the judge says, a passed check's needs all passed, and nothing passes that the judge did not pass."""
    exercise, outcomes = drawn
    said = {outcome.name: outcome.status for outcome in outcomes}
    final = {check.name: check.status for check in score_checks(exercise, outcomes, "en").checks}
    for check in exercise.spec.check:
        if final[check.name] == "passed":
            assert said[check.name] == "passed"
            assert all(final[need] == "passed" for need in check.needs)


@given(graded_exercises())
def test_order_of_outcomes_does_not_matter(drawn: tuple[Exercise, tuple[Outcome, ...]]) -> None:
    """The judge may answer in any order."""
    exercise, outcomes = drawn
    assert score_checks(exercise, outcomes, "en") == score_checks(exercise, outcomes[::-1], "en")


@pytest.mark.parametrize(
    ("statuses_", "expected", "score"),
    [
        (["graded", "graded"], "graded", "6"),
        (["graded", "ungradable"], "graded", "3"),
        (["graded", "provisional"], "provisional", "6"),
        (["graded", "provisional", "internal"], "internal", None),
        (["ungradable", "ungradable"], "ungradable", None),
        ([], "ungradable", None),
    ],
)
def test_a_summary_adds_what_was_graded(statuses_: list[ReportStatus], expected: str, score: str | None) -> None:
    """The sum is of what was graded; one internal report withholds it; nothing graded is null and no zero."""
    scored = {"graded", "provisional"}
    reports = [a_report(status=status, score="3" if status in scored else None) for status in statuses_]
    summary = summarize(reports, "ada")
    assert (summary.status, summary.score) == (expected, None if score is None else Decimal(score))
    assert summary.max_score == 4 * len(statuses_)
    assert summary.learner == "ada"


def test_a_broken_spec_is_a_report_with_every_fault_and_no_score() -> None:
    """The author reads each fault with file and key; the learner loses nothing and reads none of it."""
    faults = (Fault("exercise.toml", "check[0].points", "at least 0"), Fault("checks.py", "", "no function test_b"))
    report = broken_report(BrokenExercise(folder_name="5.1.2-parallel-block", faults=faults), "en")
    assert (report.exercise.id, report.exercise.slug) == ("5.1.2", "parallel-block")
    assert (report.status, report.score) == ("internal", None)
    assert all(str(fault) in report.message for fault in faults)
    assert "test_b" not in report.for_student().message


@pytest.mark.parametrize(("points", "text"), [("3.00", "3"), ("2.500", "2.5"), ("3E+1", "30"), ("0.000", "0")])
def test_points_are_written_as_plain_text(points: str, text: str) -> None:
    """In JSON points are strings without exponent or trailing zeros, and come back as they were."""
    report = a_report(a_result(), score=points)
    assert report.model_dump(mode="json")["score"] == text
    assert type(report).model_validate_json(report.model_dump_json()) == report
