"""Seeds, printed text and errors, as checks see them."""

import pytest

from tests.sandbox.bench import Bench

pytestmark = pytest.mark.sandbox


def test_seeds_of_the_student_are_the_checks(bench: Bench) -> None:
    """Initialisation over there can be repeated here; without a seed it has a stream of its own."""
    bench.grade(
        """
        def test_seed(student):
            student.seed(5)
            drawn = student.draw()
            torch.manual_seed(5)
            close(drawn, torch.rand(3))

        def test_streams_differ(student):
            differs(student.draw(), torch.rand(3))
        """,
        "import torch\n\ndef draw():\n    return torch.rand(3)\n",
    ).assert_passed()


def test_a_grading_can_be_repeated_by_its_seed(bench: Bench) -> None:
    """The same seed gives the same hidden inputs and the same initialisation, another one others."""
    checks = """
        def test_it(student):
            fail(f"{float(torch.rand(()))} {float(student.draw())}")
        """
    work = "import torch\n\ndef draw():\n    return torch.rand(())\n"
    exercise = bench.exercise(checks, reference=work)
    said = [
        bench.grader.grade(exercise, bench.hand_in(exercise, work), seed=seed).checks[0].message
        for seed in ("00" * 32, "00" * 32, "01" + "00" * 31)
    ]
    assert said[0] == said[1] != said[2]
    one, other = said[0].split()
    assert one != other


def test_what_is_printed_can_be_asked_for_and_is_reported(bench: Bench) -> None:
    """Standard output and error, of this check alone, across fresh processes."""
    graded = bench.grade(
        """
        def test_printed(student):
            student.say("one")
            equal(student.printed, "loud\\none\\n")
            student.fresh()
            student.say("two")
            equal(student.printed, "loud\\none\\nloud\\ntwo\\n")
            fail("stop")

        def test_another(student):
            student.say("three")
            assert "one" not in student.printed
        """,
        """
        import sys
        print("loud")

        def say(text):
            print(text, file=sys.stdout if len(text) == 3 else sys.stderr)
        """,
    )
    assert graded["printed"].message == "stop"
    assert graded["printed"].printed == "loud\none\nloud\ntwo\n"
    assert graded["another"].status == "passed"


ERRORS = """
    class MyError(ValueError):
        pass

    def fails(x):
        if x < 0:
            raise MyError("must not be negative")
        return x

    def other():
        raise KeyError("weight")
    """


def test_errors_of_the_submission_are_compared_by_name_and_message(bench: Bench) -> None:
    """The class need not exist here; the traceback holds the student's own lines."""
    bench.grade(
        """
        def test_expected(student):
            with raises("MyError", match="negative$") as info:
                student.fails(-1)
            equal(info.error.type_name, "MyError")
            equal([frame.function for frame in info.error.frames], ["fails"])
            with raises(ValueError):
                student.fails(-1)

        def test_caught(student):
            with pytest.raises(StudentError, match="KeyError: 'weight'"):
                student.other()
        """,
        ERRORS,
    ).assert_passed()


def test_an_unexpected_error_is_shown_with_the_students_own_line(bench: Bench) -> None:
    """An error that the reference does not raise is the submission's, with file, line and text."""
    graded = bench.grade(
        """
        def test_error(student):
            equal(student.fails(-1), -1)

        def test_wrong_error(student):
            with raises(IndexError):
                student.other()

        def test_missing(student):
            student.nowhere(1)
        """,
        ERRORS,
        reference="def fails(x):\n    return x\n\ndef other():\n    return [][1]\n\ndef nowhere(x):\n    return x\n",
    )
    assert graded.statuses == {"error": "error", "wrong_error": "failed", "missing": "failed"}
    assert graded["error"].message == "MyError: must not be negative"
    assert 'raise MyError("must not be negative")' in graded["error"].traceback
    assert "work.py, line 7, in fails" in graded["error"].traceback
    assert graded["wrong_error"].message == "expected IndexError, but KeyError was raised: 'weight'"
    assert graded["missing"].message == "work.py does not define `nowhere`"
