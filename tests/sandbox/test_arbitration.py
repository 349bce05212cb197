"""Whose fault it is when a check does not end in a comparison: the submission's, or the exercise's."""

import pytest

from tests.sandbox.bench import Bench

pytestmark = pytest.mark.sandbox


def test_a_check_that_compares_nothing_is_the_exercises_fault(bench: Bench) -> None:
    """Passing without an answer of the submission checks nothing: no score, and it is said so."""
    graded = bench.grade(
        """
        def test_nothing(student):
            pass

        def test_only_a_handle(student):
            student.make()

        def test_something(student):
            equal(student.make().x, 1)
        """,
        "class make:\n    x = 1\n",
    )
    assert graded.statuses == {"nothing": "internal", "only_a_handle": "internal", "something": "passed"}
    assert graded["nothing"].fault == "exercise"
    assert (graded.report.status, graded.report.score) == ("internal", None)


RAISES = """
    def test_key(student):
        equal(student.answer()["weight"], 1)

    def test_other(student):
        equal(student.answer()["bias"], 2)
    """


def test_a_check_that_raises_is_arbitrated_on_the_reference(bench: Bench) -> None:
    """A key that is missing in the answer is the submission's fault where the reference has it."""
    graded = bench.grade(
        RAISES,
        "def answer():\n    return {'bias': 2}\n",
        reference="def answer():\n    return {'weight': 1, 'bias': 2}\n",
    )
    assert graded.statuses == {"key": "error", "other": "passed"}
    assert graded["key"].message == "the check cannot use what your code answered: KeyError: 'weight'"
    assert graded.report.status == "graded"


def test_a_check_that_raises_on_the_reference_too_is_the_exercises_fault(bench: Bench) -> None:
    """No student pays for a check that no solution passes, and nobody gets a score from it."""
    graded = bench.grade(RAISES, "def answer():\n    return {'bias': 2}\n")
    assert graded.statuses == {"key": "internal", "other": "passed"}
    assert graded["key"].fault == "exercise"
    assert "fails on the reference solution as well" in graded["key"].message


def test_without_a_reference_what_raises_is_an_error(bench: Bench) -> None:
    """There is nobody to ask."""
    graded = bench.grade(RAISES, "def answer():\n    return {'bias': 2}\n", reference=None)
    assert graded.statuses == {"key": "error", "other": "passed"}


@pytest.mark.parametrize(
    "value", ["lambda: 1", "Local()", "helper", "Local"], ids=["lambda", "instance", "function", "class"]
)
def test_what_is_defined_beside_the_checks_cannot_travel(bench: Bench, value: str) -> None:
    """Neither a lambda nor a class of checks.py exists over there; the author is told, and no student pays."""
    graded = bench.grade(
        f"class Local:\n    pass\n\ndef helper():\n    pass\n\ndef test_it(student):\n    student.take({value})\n",
        "def take(x):\n    return 1\n",
    )
    assert (graded.only.status, graded.only.fault) == ("internal", "exercise")
    assert "inside.py" in graded.only.message or "lambda" in graded.only.message


@pytest.mark.parametrize(
    ("checks", "says"),
    [
        ("raise RuntimeError('no GPU here')\n\ndef test_it(student):\n    pass\n", "no GPU here"),
        ("import nowhere\n\ndef test_it(student):\n    pass\n", "nowhere"),
        ("def test_it(student):\n    pass\n\nimport sys\nsys.exit(3)\n", "cannot be run"),
        ("def test_it(student):\n    pass\n\nimport os\nos._exit(0)\n", "cannot be run"),
        ("def test_it(student, nonsense):\n    pass\n", "nonsense"),
        ("def test_it(student):\n    pass\n\ndel test_it\n", "no such test"),
    ],
    ids=["raises", "imports", "exits", "dies", "fixture", "missing"],
)
def test_checks_that_cannot_be_collected_are_the_exercises_fault(bench: Bench, checks: str, says: str) -> None:
    """A checks file that itself raises is the author's fault: said so, and no score."""
    exercise = bench.exercise(checks)
    graded = bench.grader.grade(exercise, bench.hand_in(exercise, "x = 1\n"))
    assert {check.status for check in graded.checks} == {"internal"}
    assert {check.fault for check in graded.checks} == {"exercise"}
    assert says in graded.checks[0].message
    assert graded.score is None
