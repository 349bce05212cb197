"""Figures of a class: what is counted, and what is not."""

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.model.cohort import BINS, Cohort, Member
from grader.model.evidence import Evidence
from grader.model.outcome import CheckStatus
from grader.model.report import CheckResult, Report, WrittenAnswer
from grader.model.scoring import summarize
from tests.unit.model.builders import STATUSES, a_report, a_result
from tests.unit.render.pages import a_cohort

pytestmark = pytest.mark.unit


def member(name: str, *reports: Report) -> Member:
    """Return a learner with reports."""
    return Member(name, summarize(reports, name))


def with_score(name: str, score: str | None) -> Member:
    """Return a learner with so many points of 10."""
    return member(name, a_report(a_result(), score=score, max_score="10"))


def told(message: str, *diagnosis: str, status: CheckStatus = "failed", name: str = "test_one") -> CheckResult:
    """Return a check with a message and diagnoses."""
    evidence = Evidence(kind="close", summary=message, diagnosis=diagnosis) if diagnosis else None
    return a_result(name, status).model_copy(update={"message": message, "evidence": evidence, "title": name})


@pytest.mark.parametrize(("score", "place"), [("0", 0), ("0.9", 0), ("1", 1), ("9", 9), ("9.999", 9), ("10", 9)])
def test_a_score_lies_in_its_tenth(score: str, place: int) -> None:
    """Each bin has its lower end and not its upper one, but for the last."""
    counts = Cohort((with_score("ada", score),)).distribution()
    assert [index for index, count in enumerate(counts) if count] == [place]


def test_who_has_no_score_is_no_zero() -> None:
    """Neither a withheld score nor a learner without reports is in the distribution or the quartiles."""
    cohort = Cohort((with_score("ada", "5"), with_score("bob", None), Member("zoe", None, "no archive")))
    assert cohort.shares == [0.5]
    assert sum(cohort.distribution()) == 1
    assert cohort.quartiles() == (0.5, 0.5, 0.5)
    assert cohort.statuses() == {"graded": 2, "ungradable": 1}


def test_a_class_without_scores_has_no_quartiles() -> None:
    """There is nothing in the middle of nothing."""
    assert Cohort((Member("zoe", None, "no archive"),)).quartiles() is None


@given(st.lists(st.integers(0, 10_000), min_size=2, max_size=40))
def test_quartiles_are_in_order_and_every_score_is_counted(scores: list[int]) -> None:
    """The median lies between the quartiles, and the bins add up."""
    cohort = Cohort(tuple(with_score(str(place), f"{score / 1000}") for place, score in enumerate(scores)))
    low, middle, high = cohort.quartiles() or (1.0, 0.0, 0.0)
    assert low <= middle <= high
    counts = cohort.distribution()
    assert (len(counts), sum(counts)) == (BINS, len(scores))


def test_a_pass_rate_is_of_those_with_a_verdict() -> None:
    """What is pending or internal counts for neither side."""
    statuses: Sequence[CheckStatus] = ("passed", "passed", "failed", "blocked", "skipped", "internal")
    members = [member(str(place), a_report(a_result(status=status))) for place, status in enumerate(statuses)]
    (exercise,) = Cohort(tuple(members)).exercises()
    (check,) = exercise.checks
    assert (check.passed, check.judged, check.rate) == (2, 4, 0.5)
    assert sum(check.counts.values()) == len(statuses)


def test_times_are_of_checks_that_ran() -> None:
    """Median and longest of what was measured; none where nothing was."""
    fast, slow = (a_result().model_copy(update={"seconds": seconds}) for seconds in (0.5, 2.0))
    never = a_result("test_never", "blocked").model_copy(update={"seconds": None})
    members = (member("ada", a_report(fast, never)), member("bob", a_report(slow, never)))
    first, second = Cohort(members).exercises()[0].checks
    assert (first.typical, first.slowest) == (1.25, 2.0)
    assert (second.typical, second.slowest) == (None, None)


def test_an_exercise_counts_who_handed_in_and_versions() -> None:
    """An absent learner is no submission, and two digests are two versions."""
    absent = a_report(status="ungradable", score=None, files=())
    other = a_report(a_result(), score="4").model_copy(
        update={"exercise": absent.exercise.model_copy(update={"digest": "99" * 32})}
    )
    (exercise,) = Cohort(
        (member("a", a_report(a_result(), score="2")), member("b", absent), member("c", other))
    ).exercises()
    assert (exercise.handed_in, exercise.versions, exercise.mean) == (2, 2, 0.75)


def test_messages_that_differ_in_numbers_are_one_mistake() -> None:
    """The same words with other numbers are told once, with who was told them."""
    members = [
        member("ada", a_report(told("has shape (3, 4), expected -0.5"))),
        member("bob", a_report(told("has shape (10, 4), expected 1.25e-3"))),
        member("eve", a_report(told("something else"))),
    ]
    first, second = Cohort(tuple(members)).mistakes("en")
    assert (first.learners, first.varies, first.kind) == (("ada", "bob"), True, "message")
    assert (second.learners, second.varies) == (("eve",), False)


def test_a_diagnosis_says_more_than_its_message() -> None:
    """Where there are diagnoses the message is not counted, and one learner counts once."""
    checks = (told("differs", "the transpose", name="test_a"), told("differs too", "the transpose", name="test_b"))
    (mistake,) = Cohort((member("ada", a_report(*checks)),)).mistakes("en")
    assert (mistake.kind, mistake.text, mistake.learners) == ("diagnosis", "the transpose", ("ada",))
    assert mistake.checks == ("test_a", "test_b")


@pytest.mark.parametrize("status", ["passed", "blocked", "skipped", "internal"])
def test_only_lost_checks_are_mistakes(status: CheckStatus) -> None:
    """What passed, did not run or is somebody else's fault is no mistake of a learner."""
    assert Cohort((member("ada", a_report(told("words", status=status))),)).mistakes("en") == []


def test_open_points_come_with_whoever_waits_for_them() -> None:
    """Faults of the grader or an exercise first, then what is pending, then what a person has to read."""
    report = a_report(a_result("test_a", "skipped"), a_result("test_b", "internal"))
    answer = WrittenAnswer(name="WHY", title="Why?", text="Because.", points=None, max_points=Decimal(2))
    settled = answer.model_copy(update={"name": "HOW", "points": Decimal(1)})
    report = report.model_copy(update={"written": (answer, settled)})
    found = Cohort((member("ada", report), member("bob", report))).open_points()
    assert [entry.kind for entry in found] == ["internal", "skipped", "written"]
    assert all(entry.learners == ("ada", "bob") for entry in found)


def test_an_exercise_that_could_not_be_graded_at_all_is_open() -> None:
    """A report that is internal without a check is not lost."""
    broken = a_report(status="internal", score=None, message="The spec is wrong.")
    (entry,) = Cohort((member("ada", broken),)).open_points()
    assert (entry.kind, entry.reason) == ("internal", "The spec is wrong.")


def test_incidents_name_their_learner() -> None:
    """Each is told once."""
    assert a_cohort().incidents() == [("learner 03", f"1.{n}", "wrote where it may not") for n in range(1, 5)]


def test_every_status_is_counted_somewhere() -> None:
    """No check of a class is left out of the counts."""
    cohort = a_cohort(9, 3)
    total = sum(sum(check.counts.values()) for exercise in cohort.exercises() for check in exercise.checks)
    assert total == 9 * 3 * 6
    assert {status for exercise in cohort.exercises() for check in exercise.checks for status in check.counts} == set(
        STATUSES
    )
