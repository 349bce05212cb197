"""Checks share a student process, and no verdict depends on it: what runs where, and what is run again alone."""

import pytest

from grader.model.exercise import Limits
from grader.sandbox.link import NeedStudent
from grader.sandbox.yard import Isolation, Yard
from grader.wire.jobs import StudentJob
from tests.sandbox.bench import COUNTER, Bench

pytestmark = pytest.mark.sandbox


def test_checks_share_a_process(bench: Bench) -> None:
    """Sharing is what makes grading fast; it is seen here by a global of the submission."""
    bench.grade(
        """
        def test_one(student):
            equal(student.count(), 1)

        def test_two(student):
            equal(student.count(), 2)
        """,
        COUNTER,
    ).assert_passed()


def test_what_shows_more_runs_first_in_a_shared_process(bench: Bench) -> None:
    """A failure that is shown cannot carry out what a hidden check passed in: no hidden check has run by then."""
    graded = bench.grade(
        """
        def test_nothing(student):
            equal(sorted(student.kept()), ["seen by full", "seen by hint", "seen by name"])
            student.keep("seen by nothing")

        def test_name(student):
            equal(sorted(student.kept()), ["seen by full", "seen by hint"])
            student.keep("seen by name")

        def test_hint(student):
            equal(student.kept(), ["seen by full"])
            student.keep("seen by hint")

        def test_full(student):
            equal(student.kept(), [])
            student.keep("seen by full")
        """,
        "items = []\n\ndef keep(x):\n    items.append(x)\n\ndef kept():\n    return items\n",
        options={show: f'show = "{show}"' for show in ("nothing", "name", "hint", "full")},
    )
    graded.assert_passed()


def test_a_failure_that_is_shown_has_seen_nothing_hidden(bench: Bench) -> None:
    """Neither in the shared process nor when it runs again alone, wherever the spec names it."""
    graded = bench.grade(
        """
        def test_hidden(student):
            student.keep("hidden input")

        def test_first(student):
            student.keep("visible input")

        def test_open(student):
            fail(f"kept: {student.kept()}")

        def test_hidden_too(student):
            student.keep("hidden input")
            fail("no")
        """,
        "items = []\n\ndef keep(x):\n    items.append(x)\n\ndef kept():\n    print(items)\n    return items\n",
        options={"hidden": 'show = "nothing"', "hidden_too": 'show = "hint"'},
    )
    assert graded.statuses["open"] == "failed"
    assert "hidden input" not in graded.report.for_student().model_dump_json()


def test_an_isolated_check_has_a_process_alone(bench: Bench) -> None:
    """`isolated` costs a process and shares nothing, neither before nor after."""
    bench.grade(
        """
        def test_before(student):
            equal(student.count(), 1)

        def test_alone(student):
            equal(student.count(), 1)

        def test_after(student):
            equal(student.count(), 1)

        def test_shared_again(student):
            equal(student.count(), 2)
        """,
        COUNTER,
        options={"alone": "isolated = true"},
    ).assert_passed()


def test_what_fails_in_a_shared_process_is_judged_alone(bench: Bench) -> None:
    """A check's verdict is the one that it has alone: an earlier check's traces cost nobody points."""
    graded = bench.grade(
        """
        def test_first(student):
            equal(student.count(), 1)

        def test_alone_right(student):
            equal(student.count(), 1)

        def test_always_wrong(student):
            equal(student.count(), 5)

        def test_after_a_failure(student):
            equal(student.count(), 1)
        """,
        COUNTER,
    )
    assert graded.statuses == {
        "first": "passed",
        "alone_right": "passed",
        "always_wrong": "failed",
        "after_a_failure": "passed",
    }
    assert graded["always_wrong"].message == "the result is 1, expected 5"


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[NeedStudent]:
    """What student processes were started for."""
    found: list[NeedStudent] = []
    plain = Yard.job

    def job(yard: Yard, need: NeedStudent, limits: Limits, isolation: Isolation) -> StudentJob:
        found.append(need)
        return plain(yard, need, limits, isolation)

    monkeypatch.setattr(Yard, "job", job)
    return found


WRONG_THREE_TIMES = """
    def test_one(student):
        equal(student.one(), 1)

    def test_two(student):
        close(student.two(torch.ones(2)), torch.ones(2) * 2)

    def test_right(student):
        equal(student.right(), 3)

    def test_four(student):
        equal(student.four(), 4)
    """


def test_plain_code_needs_one_process_however_much_of_it_is_wrong(bench: Bench, started: list[NeedStudent]) -> None:
    """What provably keeps nothing has nothing to gain from being run again alone; what raises asks the reference."""
    graded = bench.grade(
        WRONG_THREE_TIMES,
        """
        def one():
            return 2

        def two(X):
            return X + 2

        def right():
            return 3

        def four():
            raise ValueError("no")
        """,
        reference="""
        def one():
            return 1

        def two(X):
            return X * 2

        def right():
            return 3

        def four():
            return 4
        """,
    )
    assert graded.statuses == {"one": "failed", "two": "failed", "right": "passed", "four": "error"}
    assert [need.reference for need in started] == [False, True]


def test_code_that_might_keep_something_is_judged_alone(bench: Bench, started: list[NeedStudent]) -> None:
    """A cache, used or not, is enough: each failure has a process of its own."""
    graded = bench.grade(
        WRONG_THREE_TIMES,
        """
        CACHE = {}

        def one():
            return CACHE.setdefault("one", 2)

        def two(X):
            return X + 2

        def right():
            return 3

        def four():
            return 5
        """,
    )
    assert graded.statuses == {"one": "failed", "two": "failed", "right": "passed", "four": "failed"}
    assert len(started) == 3  # one and two; two alone, then right and four; four alone


COUNTING_INSIDE = """
    CALLS = []

    def count(work):
        CALLS.append(1)
        return len(CALLS) * work.one()
    """


def test_traces_of_the_exercises_own_functions_cost_nobody_points(bench: Bench) -> None:
    """The proof is of `inside.py` as well."""
    graded = bench.grade(
        """
        import inside

        def test_one(student):
            equal(student.run(inside.count), 1)

        def test_two(student):
            equal(student.run(inside.count), 1)
        """,
        "def one():\n    return 1\n",
        inside=COUNTING_INSIDE,
    )
    graded.assert_passed()


def test_a_process_without_inside_does_not_speak_for_it(bench: Bench) -> None:
    """What one proved where `inside` was not to be had is not taken for those where it is."""
    graded = bench.grade(
        """
        import inside

        def test_before(student):
            equal(student.one(), 1)

        def test_without(student):
            student.fresh(inside=False)
            equal(student.one(), 2)

        def test_one(student):
            equal(student.run(inside.count), 1)

        def test_two(student):
            equal(student.run(inside.count), 1)
        """,
        "def one():\n    return 1\n",
        inside=COUNTING_INSIDE,
    )
    assert graded.statuses == {"before": "passed", "without": "failed", "one": "passed", "two": "passed"}


def test_what_was_printed_is_judged_alone(bench: Bench, started: list[NeedStudent]) -> None:
    """Python shows a warning once: who looks for it later must not miss it."""
    code = "def div(x):\n    return x.floor_divide(2).T\n"
    checks = """
        def test_first(student):
            equal(student.div(torch.ones(3) * 4), torch.ones(3) * 2)

        def test_warned(student):
            student.div(torch.ones(3))
            if "deprecated" not in student.printed:
                fail(f"no warning in {student.printed!r}")
        """
    bench.grade(checks, code).assert_passed()
    assert len(started) == 2


def test_every_check_finds_torch_as_new(bench: Bench) -> None:
    """Generators, default dtype and grad mode are reset, here and over there, whatever a check or a call left."""
    source = """
        def spoil(student):
            torch.set_default_dtype(torch.float64)
            torch.set_grad_enabled(False)
            torch.manual_seed(1)
            student.spoil()

        def test_first(student):
            equal(student.state(), ["torch.float32", True])
            spoil(student)

        def test_second(student):
            equal(student.state(), ["torch.float32", True])
            equal(torch.get_default_dtype(), torch.float32)
            assert torch.is_grad_enabled()
            spoil(student)

        def test_{name}(student):
            fail(f"{{torch.rand(2).tolist()}} {{student.draw()}}")
        """
    work = """
        import random, numpy, torch

        def state():
            return [str(torch.get_default_dtype()), torch.is_grad_enabled()]

        def spoil():
            torch.set_default_dtype(torch.float64)
            torch.set_grad_enabled(False)
            torch.manual_seed(1)
            random.seed(1)

        def draw():
            return [torch.rand(()).item(), random.random(), float(numpy.random.rand())]
        """
    seed = "ab" * 32
    beside = bench.grade(source.format(name="drawn"), work, seed=seed)
    assert beside.statuses == {"first": "passed", "second": "passed", "drawn": "failed"}
    alone = bench.grade(
        'def test_drawn(student):\n    fail(f"{torch.rand(2).tolist()} {student.draw()}")\n', work, seed=seed
    )
    assert alone["drawn"].message == beside["drawn"].message


def test_what_the_import_sets_is_found_by_every_check(bench: Bench) -> None:
    """A submission that changes the default dtype when it is imported has it changed in every check."""
    bench.grade(
        """
        def test_first(student):
            equal(student.dtype_now(), torch.float64)

        def test_second(student):
            equal(student.dtype_now(), torch.float64)
        """,
        """
        import torch
        torch.set_default_dtype(torch.float64)

        def dtype_now():
            return torch.get_default_dtype()
        """,
    ).assert_passed()


def test_what_a_check_spoils_for_the_next_one_costs_that_nothing(bench: Bench, started: list[NeedStudent]) -> None:
    """A submission whose call leaves no way to begin the next check: that is judged alone, and has its points."""
    exercise = bench.exercise(
        """
        def test_one(student):
            equal(student.spoil(), 1)

        def test_two(student):
            with raises(ValueError):
                student.refuse()
            equal(student.two(), 2)
        """,
        reference="def spoil(): return 1\ndef two(): return 2\ndef refuse(): raise ValueError\n",
    )
    source = """
        import random

        def spoil():
            def broken(*_): raise KeyError("spoiled")
            random.seed = broken
            return 1

        def two(): return 2
        def refuse(): raise ValueError
    """
    report = bench.grader.grade(exercise, bench.hand_in(exercise, source))
    assert [check.status for check in report.checks] == ["passed", "passed"]
    assert len(started) == 2
