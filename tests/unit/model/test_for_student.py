"""The student's view: what the spec hides is not in it, in any field and for any outcome."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.model.message import Message
from grader.model.outcome import CheckStatus
from grader.model.report import CheckResult, Report, ReportStatus
from grader.model.scoring import summarize
from tests.unit.model.builders import FINISHED, SHOWS, STARTED, STATUSES, a_report, a_result

pytestmark = pytest.mark.unit

REPORT_STATUSES: tuple[ReportStatus, ...] = ("graded", "provisional", "ungradable", "internal")


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """Draw a report whose checks hold `OPEN-n` or `SECRET-n` in every text, as the spec shows them or not."""
    results: list[CheckResult] = []
    for number in range(draw(st.integers(0, 5))):
        show = draw(st.sampled_from(SHOWS))
        results.append(
            a_result(
                f"test_unnamed_{number}" if show == "nothing" else f"test_named_{number}",
                draw(st.sampled_from(STATUSES)),
                show=show,
                mark=f"OPEN-{number}" if show == "full" else f"SECRET-{number}",
                blocked_by=tuple(draw(st.sets(st.sampled_from([result.name for result in results]))))
                if results
                else (),
            )
        )
    status = draw(st.sampled_from(REPORT_STATUSES))
    hides = any(result.show != "full" for result in results)
    message = "SECRET-message" if status == "internal" and hides else ""
    return a_report(*results, status=status, message=message)


@given(reports())
def test_nothing_hidden_survives(report: Report) -> None:
    """No text of a check that is not shown in full is left, but the title and hint that its spec lets through."""
    student = report.for_student()
    for before, after in zip(report.checks, student.checks, strict=True):
        left = after
        if before.show == "hint":
            left = after.model_copy(update={"title": "", "hint": ""})
        elif before.show == "name":
            left = after.model_copy(update={"title": ""})
        assert "SECRET" not in left.model_dump_json()
    assert "test_unnamed" not in student.model_dump_json()
    assert "SECRET" not in student.model_copy(update={"checks": ()}).model_dump_json()


@given(reports())
def test_verdicts_survive(report: Report) -> None:
    """Statuses, points and the score are the same in both views, and what is shown in full is all there."""
    student = report.for_student()
    assert student.view == "student"
    assert (student.score, student.max_score, student.pending) == (report.score, report.max_score, report.pending)
    for before, after in zip(report.checks, student.checks, strict=True):
        assert (after.status, after.points, after.max_points) == (before.status, before.points, before.max_points)
        if before.show == "full":
            differs = {"blocked_by": (), "incidents": ()}
            assert after.model_copy(update=differs) == before.model_copy(update=differs)
        else:
            assert (after.seconds, after.seed, after.evidence, after.traceback) == (None, None, None, "")
            assert (after.printed, after.fault, after.said) == ("", "", None)
        assert after.incidents == ()


@given(reports())
def test_taking_the_students_view_twice_is_taking_it_once(report: Report) -> None:
    """The view of a view is the view, so that no caller has to know which one it holds."""
    assert report.for_student().for_student() == report.for_student()


def test_no_fact_of_a_hidden_check_survives() -> None:
    """Neither in its message's parts nor in its diagnosis, whichever language somebody asks for."""
    said = Message(id="shape", facts={"what": "SECRET", "seen": (4,), "wanted": (31337,)})
    for show in ("hint", "name", "nothing"):
        result = a_result(show=show, mark="SECRET").model_copy(update={"said": said, "title": "t", "hint": "h"})
        student = a_report(result).for_student()
        assert "SECRET" not in student.model_dump_json()
        assert "31337" not in student.model_dump_json()
        assert student.checks[0].message_in("zh") == student.checks[0].message


def test_each_show_lets_through_what_it_names() -> None:
    """Hint shows title and hint, name the title, nothing a neutral name and title."""
    student = a_report(*(a_result(f"test_{show}", show=show) for show in SHOWS)).for_student()
    assert [check.name for check in student.checks] == ["test_full", "test_hint", "test_name", "hidden-4"]
    assert student.checks[3].title == "Hidden check 4"
    assert [check.hint for check in student.checks] == ["hint secret", "hint secret", "", ""]
    assert student.checks[1].message == "What this check looks at does not hold yet."


@pytest.mark.parametrize(("show", "kept"), [("full", True), ("hint", False)])
def test_seed_and_end_are_kept_only_where_everything_is_shown(show: str, kept: bool) -> None:
    """The time taken and the seed could carry a hidden input out."""
    student = a_report(a_result(), a_result("test_two", show="full" if show == "full" else "hint")).for_student()
    assert (student.seed is not None, student.finished is not None) == (kept, kept)


def test_a_summary_does_not_tell_durations_by_its_starts() -> None:
    """The second report's start is the first's, where checks are hidden."""
    later = a_report(a_result(show="nothing")).model_copy(update={"started": FINISHED})
    student = summarize([a_report(a_result()), later]).for_student()
    assert [report.started for report in student.reports] == [STARTED, STARTED]
    assert (student.view, student.reports[1].view) == ("student", "student")


@pytest.mark.parametrize("status", STATUSES)
def test_a_hidden_prerequisite_is_not_named(status: CheckStatus) -> None:
    """A check shown in full says what it waited for only where that has a name."""
    hidden = a_result("test_hidden", status, show="nothing")
    waiting = a_result("test_open", "blocked", blocked_by=("test_hidden", "test_named"))
    student = a_report(hidden, waiting, a_result("test_named", "failed", show="name")).for_student()
    assert student.checks[1].blocked_by == ("test_named",)
