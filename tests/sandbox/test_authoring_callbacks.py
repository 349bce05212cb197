"""Callbacks: functions of the check that the submission's code calls."""

import pytest

from tests.sandbox.bench import Bench

pytestmark = pytest.mark.sandbox

CALLBACKS = """
    def call(function, *args, **kwargs):
        return function(*args, **kwargs)

    def guarded(function):
        try:
            return function()
        except ValueError as error:
            return ["caught", type(error).__name__, str(error)]

    def twice(function, x):
        return function(function(x))

    def scale(x, by):
        return x * by

    kept = []

    def keep(function):
        kept.append(function)

    def call_kept():
        return guarded(kept[0])
    """


def test_callbacks_run_in_the_judge(bench: Bench) -> None:
    """Arguments, keywords, results and several calls; what the callback sees, the judge saw."""
    bench.grade(
        """
        def test_results(student):
            log = []
            def injected(*args, **kwargs):
                log.append((args, kwargs))
                return torch.ones(2)
            close(student.call(student.callback(injected), 1, key=torch.zeros(2)), torch.ones(2))
            equal(log, [((1,), {"key": torch.zeros(2)})])

        def test_nothing(student):
            equal(student.call(student.callback(lambda: None)), None)
            equal(student.call(student.callback(lambda: [1])), [1])

        def test_nested_calls(student):
            double = student.callback(lambda x: 2 * x)
            close(student.twice(double, torch.ones(2)), torch.full((2,), 4.0))

        def test_nested_requests(student):
            ask = student.callback(lambda: student.scale(torch.ones(2), 3))
            close(student.call(ask), torch.full((2,), 3.0))

        def test_handles_in_callbacks(student):
            seen = []
            see = student.callback(lambda handle: seen.append(type(handle).__name__))
            student.call(see, student.put(nn.ReLU()))
            equal(seen, ["Handle"])
            equal(student.call(student.callback(lambda: 1)), 1)

        def test_depth(student):
            def deeper(n):
                return 0 if n == 0 else 1 + student.call(student.callback(deeper), n - 1)
            equal(student.call(student.callback(deeper), 5), 5)
        """,
        CALLBACKS,
    ).assert_passed()


def test_exceptions_pass_through_callbacks(bench: Bench) -> None:
    """A builtin exception reaches the submission's code; a failed comparison ends the check at once."""
    graded = bench.grade(
        """
        def refuse():
            raise ValueError("not here")

        def test_caught(student):
            equal(student.guarded(student.callback(refuse)), ["caught", "ValueError", "not here"])

        def test_through(student):
            with raises(ValueError, match="not here"):
                student.call(student.callback(refuse))
            equal(student.scale(1, 2), 2)

        def test_failed(student):
            student.guarded(student.callback(lambda: equal(1, 2)))

        def test_asserted(student):
            def callback():
                assert 1 == 2
            student.guarded(student.callback(callback))

        def test_afterwards(student):
            equal(student.scale(2, 3), 6)
        """,
        CALLBACKS,
    )
    assert graded.statuses == {
        "caught": "passed",
        "through": "passed",
        "failed": "failed",
        "asserted": "failed",
        "afterwards": "passed",
    }


def test_a_callback_of_an_earlier_check_is_void(bench: Bench) -> None:
    """What a submission kept of one check cannot speak to the next."""
    graded = bench.grade(
        """
        def test_first(student):
            student.keep(student.callback(lambda: 1))
            equal(student.scale(1, 1), 1)

        def test_second(student):
            called = []
            student.callback(lambda: called.append(1))
            equal(student.call_kept(), ["caught", "ValueError", "no such callback"])
            equal(called, [])
        """,
        CALLBACKS,
    )
    assert graded["first"].status == "passed"
    assert graded["second"].status in ("passed", "internal")  # alone there is nothing that was kept
