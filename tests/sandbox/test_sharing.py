"""Checks share a student process, and no verdict depends on it: what runs where, and what is run again alone."""

import pytest

from grader.model.exercise import Limits
from grader.sandbox.link import NeedStudent
from grader.sandbox.yard import Isolation, Yard
from grader.wire.jobs import StudentJob
from tests.sandbox.bench import COUNTER, Bench

pytestmark = pytest.mark.sandbox


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


PLAIN = """
    def one():
        return 1
    """


def test_checks_share_a_process(bench: Bench, started: list[NeedStudent]) -> None:
    """Sharing is what makes grading fast, for code that keeps nothing."""
    bench.grade(
        """
        def test_one(student):
            equal(student.one(), 1)

        def test_two(student):
            equal(student.one(), 1)
        """,
        PLAIN,
    ).assert_passed()
    assert len(started) == 1


def test_no_check_sees_what_another_left(bench: Bench, started: list[NeedStudent]) -> None:
    """Whoever keeps something has a new process for each check, be it that it fails without it or passes with it."""
    graded = bench.grade(
        """
        def test_one(student):
            equal(student.count(), 1)

        def test_two(student):
            equal(student.count(), 1)

        def test_three(student):
            equal(student.count(), 3)
        """,
        COUNTER,
    )
    assert graded.statuses == {"one": "passed", "two": "passed", "three": "failed"}
    assert len(started) == 3


def test_nobody_guesses_twice(bench: Bench) -> None:
    """An answer that is another after an earlier check, and another again alone, is given once for each check."""
    for seed in range(4):
        graded = bench.grade(
            """
            def test_double(student):
                equal(student.double(2), 4)

            def test_sorted(student):
                equal(student.is_sorted([1, 2, 3]), True)

            def test_unsorted(student):
                equal(student.is_sorted([3, 1, 2]), False)
            """,
            """
            served = []

            def double(x):
                served.append(x)
                return 2 * x

            def is_sorted(X):
                return bool(served)
            """,
            reference="def double(x):\n    return 2 * x\ndef is_sorted(X):\n    return X == sorted(X)\n",
            seed=f"{seed:064x}",
        )
        assert graded.statuses == {"double": "passed", "sorted": "failed", "unsorted": "passed"}


def test_who_feigns_to_have_kept_nothing_has_one_verdict_each(bench: Bench, started: list[NeedStudent]) -> None:
    """What a submission's process says of itself moves no verdict: here it hides what it keeps, and guesses once."""
    graded = bench.grade(
        """
        def test_one(student):
            equal(student.guess(), 1)

        def test_two(student):
            equal(student.guess(), 1)
        """,
        """
        import gc

        from grader.student.dispatch import Dispatcher

        def settled(self):
            return True

        Dispatcher._is_settled = settled
        seen = []

        def guess():
            seen.append(1)
            return len(seen)
        """,
        reference="def guess():\n    return 1\n",
    )
    assert graded.statuses == {"one": "passed", "two": "failed"}
    assert len(started) == 1


def test_a_callback_where_nothing_was_asked_is_an_incident(bench: Bench) -> None:
    """Between two checks nobody waits for a callback; it costs the process and nothing else."""
    graded = bench.grade(
        """
        def test_one(student):
            equal(student.call(student.callback(lambda: 1)), 1)

        def test_two(student):
            equal(student.call(student.callback(lambda: 1)), 1)
        """,
        """
        from grader.student.dispatch import Dispatcher

        kept = []

        def settled(self):
            kept[0]()
            return True

        Dispatcher._is_settled = settled

        def call(function):
            kept[:] = [function]
            return function()
        """,
        reference="def call(function):\n    return function()\n",
    )
    assert graded.statuses == {"one": "passed", "two": "passed"}
    assert graded["two"].incidents == ("a callback where no check had asked",)


def test_a_limit_in_a_shared_process_is_found_out_alone(bench: Bench, started: list[NeedStudent]) -> None:
    """Memory that an earlier check took counts against no later one."""
    graded = bench.grade(
        """
        def test_one(student):
            equal(student.take(150), 150)

        def test_two(student):
            equal(student.take(150), 150)
        """,
        """
        import ctypes

        held = ctypes.create_string_buffer(8)
        libc = ctypes.CDLL(None)
        libc.malloc.restype = ctypes.c_void_p

        def take(size):
            at = libc.malloc(size * 2**20)
            ctypes.memset(at, 1, size * 2**20)
            return size
        """,
        spec="[limits]\nmemory = 268435456\n",
    )
    graded.assert_passed()
    assert len(started) == 2


def test_what_shows_more_runs_first(bench: Bench) -> None:
    """A failure that is shown cannot carry out what a hidden check passed in: no hidden check has run by then."""
    order: list[str] = []
    exercise = bench.exercise(
        """
        def test_nothing(student):
            equal(student.one(), 1)

        def test_name(student):
            equal(student.one(), 1)

        def test_hint(student):
            equal(student.one(), 1)

        def test_full(student):
            equal(student.one(), 1)
        """,
        reference=PLAIN,
        options={show: f'show = "{show}"' for show in ("nothing", "name", "hint", "full")},
    )
    bench.grader.grade(exercise, bench.hand_in(exercise, PLAIN), on_check=lambda check: order.append(check.name))
    assert order == ["test_full", "test_hint", "test_name", "test_nothing"]


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


def test_an_isolated_check_has_a_process_alone(bench: Bench, started: list[NeedStudent]) -> None:
    """`isolated` costs a process and shares nothing, neither before nor after."""
    bench.grade(
        """
        def test_before(student):
            equal(student.one(), 1)

        def test_alone(student):
            equal(student.one(), 1)

        def test_after(student):
            equal(student.one(), 1)

        def test_shared_again(student):
            equal(student.one(), 1)
        """,
        PLAIN,
        options={"alone": "isolated = true"},
    ).assert_passed()
    assert len(started) == 3


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
    """A wrong value or an error stands as it is; what raises asks the reference."""
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


def test_code_with_a_cache_that_is_filled_goes_on_in_a_new_process(bench: Bench, started: list[NeedStudent]) -> None:
    """One for each time that something was put in."""
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
    assert len(started) == 2


COUNTING_INSIDE = """
    CALLS = []

    def count(work):
        CALLS.append(1)
        return len(CALLS) * work.one()
    """


def test_traces_of_the_exercises_own_functions_cost_nobody_points(bench: Bench) -> None:
    """What `inside.py` keeps is looked for as well."""
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


def test_a_warning_is_shown_in_every_check(bench: Bench, started: list[NeedStudent]) -> None:
    """Python and torch show some warnings once a process: who looks for one later must not miss it."""
    code = """
        import warnings

        def div(x):
            warnings.warn("look here")
            return x.floor_divide(2).T
    """
    checks = """
        def test_first(student):
            equal(student.div(torch.ones(3) * 4), torch.ones(3) * 2)

        def test_warned(student):
            student.div(torch.ones(3))
            for word in ("deprecated", "look here"):
                if word not in student.printed:
                    fail(f"no {word} in {student.printed!r}")
        """
    bench.grade(checks, code).assert_passed()
    assert len(started) == 1


def test_what_is_printed_is_the_same_in_a_shared_process(bench: Bench, started: list[NeedStudent]) -> None:
    """What the import printed belongs to every check, and what a check printed to that one alone."""
    graded = bench.grade(
        """
        def test_one(student):
            student.say("one")
            equal(student.printed, "imported\\none\\n")

        def test_two(student):
            student.say("two")
            equal(student.printed, "imported\\ntwo\\n")
        """,
        "print('imported')\n\ndef say(x):\n    print(x)\n",
    )
    graded.assert_passed()
    assert [check.printed for check in graded.report.checks] == ["imported\none\n", "imported\ntwo\n"]
    assert len(started) == 1


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
