"""What a check is worth: cases, needs and what is pending."""

import pytest

from tests.sandbox.bench import COUNTER, Bench

pytestmark = pytest.mark.sandbox

CASES = """
    @pytest.mark.parametrize("n", [1, 2, 3, 4])
    def test_square(student, n):
        equal(student.square(n), n * n)
    """


@pytest.mark.parametrize(
    ("options", "points", "max_right"), [("", 0, 2), ("partial = true", "0.500", 2), ("partial = true", "0.750", 3)]
)
def test_cases_of_a_parametrized_check(bench: Bench, options: str, points: object, max_right: int) -> None:
    """All must pass, unless the spec gives the share that did."""
    graded = bench.grade(
        CASES,
        f"def square(n):\n    return n * n if n <= {max_right} else 0\n",
        reference="def square(n):\n    return n * n\n",
        options={"square": options},
    )
    assert graded.only.status == "failed"
    assert str(graded.only.points) == str(points)
    assert f"({max_right} of 4 cases hold" in graded.only.message


def test_a_check_that_needs_a_lost_one_is_blocked(bench: Bench) -> None:
    """It is not run, earns nothing and names what it needs, whatever the order in the spec."""
    graded = bench.grade(
        """
        def test_third(student):
            equal(student.count(), 1)

        def test_second(student):
            equal(student.count(), 1)

        def test_first(student):
            equal(student.count(), 0)

        def test_free(student):
            assert student.count() > 0
        """,
        COUNTER,
        reference="def count():\n    return 0\n",
        options={"third": 'needs = ["test_second"]', "second": 'needs = ["test_first"]'},
    )
    assert graded.statuses == {"third": "blocked", "second": "blocked", "first": "failed", "free": "passed"}
    assert graded["third"].blocked_by == ("test_second",)
    assert str(graded.report.score) == "1"


def test_a_check_may_be_skipped_and_is_pending_then(bench: Bench) -> None:
    """What this machine lacks costs nobody points."""
    graded = bench.grade(
        """
        def test_gpu(student):
            pytest.skip("no GPU")

        def test_more(student):
            equal(student.count(), 1)
        """,
        COUNTER,
        options={"more": "requires = { cuda = 99 }"},
    )
    assert graded.statuses == {"gpu": "skipped", "more": "skipped"}
    assert (graded.report.status, graded.report.score) == ("provisional", None)
    assert graded.report.pending == 2
