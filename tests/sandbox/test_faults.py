"""Faults of the machinery: whatever is killed, and when, the report is written and no score is made up."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from grader.grading import JUDGES, Grader
from grader.model.report import CheckResult
from tests.polling import eventually, runs
from tests.sandbox.bench import Bench, Graded
from tests.sandbox.conftest import judges, students, waiting, zygotes

pytestmark = pytest.mark.sandbox

WORK = """
    def one():
        return 1

    def call(function):
        return function()
    """
CHECKS = """
    import os, pathlib, select
    GATE = pathlib.Path({gate!r})

    def wait():
        # Only the first to come here waits, until the test has done its deed.
        if GATE.joinpath("reached").exists():
            return 1
        GATE.joinpath("reached").touch()
        for _ in range(3000):
            if GATE.joinpath("open").exists():
                break
            select.poll().poll(10)
        return 1

    def test_before(student):
        equal(student.one(), 1)

    def test_during(student):
        equal(student.call(student.callback(wait)), 1)
        equal(student.one(), 1)

    def test_after(student):
        equal(student.one(), 1)
    """

Find = Callable[[Grader], list[int]]


def judge_servers(grader: Grader) -> list[int]:
    assert grader._judges._base is not None
    return [grader._judges._base.pid]


def exercise_judges(grader: Grader) -> list[int]:
    # One whose exercise ended it earlier stays listed until that exercise is graded again.
    return [kept.server.pid for kept in grader._judges._exercises.values() if kept.server.is_alive]


TARGETS: dict[str, Find] = {
    "student": students,
    "zygote": zygotes,
    "judge": judges,
    "judge of the exercise": exercise_judges,
    "judge server": judge_servers,
}
BETWEEN: dict[str, Find] = {
    **{name: TARGETS[name] for name in ("zygote", "judge of the exercise", "judge server")},
    "judge that waits": waiting,
}


def kill(pids: list[int]) -> None:
    assert pids
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    assert eventually(lambda: not any(map(runs, pids)))


class Stage:
    """A grading that stops in the middle of a call until something has been done."""

    def __init__(self, bench: Bench, gate: Path) -> None:
        gate.mkdir()
        self.bench = bench
        self.grader = bench.grader
        self._gate = gate
        self.exercise = bench.exercise(CHECKS.format(gate=str(gate)), reference=WORK)
        self.submission = bench.hand_in(self.exercise, WORK)

    @contextmanager
    def doing(self, deed: Callable[[], None]) -> Iterator[None]:
        """Do something when the call is reached, then let it go on."""
        done: list[bool] = []

        def wait_and_do() -> None:
            reached = eventually(self._gate.joinpath("reached").exists, 60)
            try:
                deed()
                done.append(reached)
            finally:
                self._gate.joinpath("open").touch()

        thread = threading.Thread(target=wait_and_do)
        thread.start()
        try:
            yield
        finally:
            thread.join(90)
        assert done == [True]

    def grade(self, on_check: Callable[[CheckResult], None] | None = None) -> Graded:
        """Grade the submission, which is right."""
        return Graded(self.grader.grade(self.exercise, self.submission, on_check=on_check))

    def open(self) -> None:
        """Let the call pass without a stop."""
        self._gate.joinpath("reached").touch()


@pytest.fixture
def stage(bench: Bench, tmp_path: Path) -> Stage:
    return Stage(bench, tmp_path / "gate")


@pytest.mark.parametrize("target", TARGETS)
def test_a_kill_in_the_middle_of_a_call_costs_nobody_a_point(stage: Stage, target: str) -> None:
    """The check that it hit is run again; the report is what it would have been."""
    with stage.doing(lambda: kill(TARGETS[target](stage.grader))):
        graded = stage.grade()
    graded.assert_passed()
    stage.grade().assert_passed()


@pytest.mark.parametrize("target", TARGETS)
def test_a_kill_between_two_checks_costs_nobody_a_point(stage: Stage, target: str) -> None:
    """What was known stays known, the rest is judged."""
    stage.open()
    seen: list[str] = []

    def kill_once(check: CheckResult) -> None:
        seen.append(check.name)
        if len(seen) == 1:
            kill(TARGETS[target](stage.grader))

    stage.grade(kill_once).assert_passed()
    assert sorted(seen) == sorted(set(seen)) == ["test_after", "test_before", "test_during"]


@pytest.mark.parametrize("target", BETWEEN)
def test_a_kill_between_two_gradings_is_not_noticed(stage: Stage, target: str) -> None:
    """Warm processes are started anew where they are gone."""
    stage.open()
    stage.grade().assert_passed()
    kill(BETWEEN[target](stage.grader))
    stage.grade().assert_passed()


def test_a_student_killed_while_it_is_imported_is_started_again(bench: Bench, tmp_path: Path) -> None:
    """A death that the machine may have caused is no verdict on the import of the file."""
    checks = "def test_it(student):\n    equal(student.one, 1)\n\ndef test_that(student):\n    equal(student.one, 1)\n"

    def kill_the_first() -> None:
        if eventually(lambda: bool(students(bench.grader)), 60):
            kill(students(bench.grader)[:1])

    once = threading.Thread(target=kill_the_first)
    once.start()
    graded = bench.grade(checks, "import time\ntime.sleep(0.4)\none = 1\n")
    once.join(90)
    graded.assert_passed()


DEADLY_RIGHT = "def answer():\n    return 1\n\ndef one():\n    return 1\n"
DEADLY = """
    import os

    def test_it(student):
        if student.answer() == 13:
            os._exit(0)
        equal(student.answer(), 1)

    def test_that(student):
        equal(student.one(), 1)
    """


def test_an_answer_that_ends_the_judge_is_an_error(bench: Bench) -> None:
    """A submission cannot withhold its score by an answer that no check survives."""
    graded = bench.grade(DEADLY, "def answer():\n    return 13\n\ndef one():\n    return 1\n", reference=DEADLY_RIGHT)
    assert graded.statuses == {"it": "error", "that": "passed"}
    assert graded.report.status == "graded"


def test_a_check_that_ends_the_judge_by_itself_is_the_exercises_fault(bench: Bench) -> None:
    """Where the reference ends the judge too, nobody is scored; the other checks are."""
    graded = bench.grade(DEADLY, "def answer():\n    return 13\n\ndef one():\n    return 1\n")
    assert graded.statuses == {"it": "internal", "that": "passed"}
    assert graded["it"].fault == "exercise"
    assert graded.report.score is None


def test_a_judge_that_does_not_come_back_is_given_up(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """The parent's deadline holds for the judge as well: an answer that hangs a check is an error."""
    monkeypatch.setattr("grader.judge.client.JUDGE_SECONDS", 2.0)
    graded = bench.grade(
        """
        import signal

        def test_it(student):
            if student.answer() == 13:
                signal.pause()
            equal(student.answer(), 1)

        def test_that(student):
            equal(student.one(), 1)
        """,
        "def answer():\n    return 13\n\ndef one():\n    return 1\n",
        reference=DEADLY_RIGHT,
    )
    assert graded.statuses == {"it": "error", "that": "passed"}
    assert graded["it"].incidents == (
        "the judge came to no end on what the submission answered, which it does not on the reference",
    )


def test_a_server_that_is_stopped_costs_nobody_a_check(bench: Bench) -> None:
    """While a check waits for its process, nothing of the submission is there that could be charged for it.

    Nine seconds are more than any wall clock of such a check ever was: six times its limit, and five.
    """
    exercise = bench.exercise(
        """
        def test_one(student):
            equal(student.one(), 1)

        def test_two(student):
            equal(student.one(), 1)
        """,
        reference="def one():\n    return 1\n",
        options={"one": "isolated = true", "two": "isolated = true"},
        spec="[limits]\nseconds = 0.5\n",
    )
    submission = bench.hand_in(exercise, "def one():\n    return 1\n")
    bench.grader.grade(exercise, submission)
    stopped = zygotes(bench.grader)
    for pid in stopped:
        os.kill(pid, signal.SIGSTOP)

    def go_on() -> None:
        for pid in stopped:
            os.kill(pid, signal.SIGCONT)

    release = threading.Timer(9.0, go_on)
    release.start()
    try:
        report = bench.grader.grade(exercise, submission)
    finally:
        release.join()
    Graded(report).assert_passed()


def test_every_case_of_a_check_has_its_own_time(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """A check of many cases that all reach the limit ends with that status; the judge is not given up for it."""
    monkeypatch.setattr("grader.judge.client.JUDGE_SECONDS", 5.0)
    graded = bench.grade(
        """
        @pytest.mark.parametrize("n", range(6))
        def test_it(student, n):
            equal(student.answer(n), n)
        """,
        "import time\n\ndef answer(n):\n    return time.sleep(100)\n",
        spec="[limits]\nseconds = 1\n",
    )
    assert graded.statuses == {"it": "timeout"}


def test_what_an_exercise_preloads_and_nobody_has_is_the_exercises_fault(bench: Bench) -> None:
    """There is no verdict, no score and no blame of the student, and the author learns which module it is."""
    exercise = bench.exercise(
        "def test_it(student):\n    equal(student.one, 1)\n",
        reference="one = 1\n",
        spec='preload = ["nowhere_to_be_found"]\n',
    )
    report = bench.grader.grade(exercise, bench.hand_in(exercise, "one = 1\n"))
    assert [(check.status, check.fault) for check in report.checks] == [("internal", "exercise")]
    assert (report.status, report.score) == ("internal", None)
    assert "nowhere_to_be_found" in report.checks[0].message


def test_a_file_system_without_room_is_the_graders_fault(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no work folder can be made, the report says so and nothing is scored."""

    def refuse(*_arguments: object, **_options: object) -> None:
        raise OSError(28, "No space left on device")

    exercise = bench.exercise("def test_it(student):\n    equal(student.one, 1)\n", reference="one = 1\n")
    submission = bench.hand_in(exercise, "one = 1\n")
    with monkeypatch.context() as broken:
        broken.setattr("grader.sandbox.yard.Yard.job", refuse)
        report = bench.grader.grade(exercise, submission)
    assert [(check.status, check.fault) for check in report.checks] == [("internal", "grader")]
    assert "No space left" in report.checks[0].message
    Graded(bench.grader.grade(exercise, submission)).assert_passed()


def test_a_judge_that_is_ended_again_and_again_has_a_bound(bench: Bench) -> None:
    """Each check at which it ends has its incident; six judges in all, and the report is there."""
    names = [f"test_{number}" for number in range(8)]
    checks = "import os\n" + "".join(
        f"\ndef {name}(student):\n    if student.answer({number}) == 13:\n        os._exit(0)\n"
        f"    equal(student.answer({number}), 1)\n"
        for number, name in enumerate(names)
    )
    work = "def answer(number):\n    return 13 if number else 1\n"
    exercise = bench.exercise(checks, reference="def answer(number):\n    return 1\n")
    submission = bench.hand_in(exercise, work)
    judges_used: list[int] = []
    run_twice = bench.grader._run_twice

    def count(*arguments: Any) -> Any:
        judges_used.append(1)
        return run_twice(*arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bench.grader, "_run_twice", count)
        graded = Graded(bench.grader.grade(exercise, submission))
    assert len(judges_used) == JUDGES
    assert graded.statuses == {"0": "passed"} | {str(number): "error" for number in range(1, 8)}
    assert all(check.incidents for check in graded.report.checks if check.status == "error")
    assert graded.report.status == "graded"
    # The next submission does not notice.
    honest = bench.hand_in(exercise, "def answer(number):\n    return 1\n")
    Graded(bench.grader.grade(exercise, honest)).assert_passed()
