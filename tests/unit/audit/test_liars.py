"""Liars: what they earn is told by check, and so is what can be guessed."""

import json
from pathlib import Path
from typing import Any

import pytest

from grader.audit.bench import Bench
from grader.audit.bits import of_message, weigh
from grader.audit.family import Plan, Subject
from grader.audit.figures import Examination
from grader.audit.liars import Liars, read_only
from grader.audit.lies import LIES, by_seed, read_recording
from grader.audit.source import items
from grader.judge.job import JudgeJob, derive_seed
from grader.spec.load import load_exercise
from tests.unit.audit.course import (
    CHECKS,
    Answer,
    FakeJudge,
    examine,
    finished,
    is_liar,
    only,
    right_loses_nothing,
    told,
)

pytestmark = pytest.mark.unit


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return finished(tmp_path)


class Recorder(FakeJudge):
    """Writes down one reply for a check."""

    def __init__(self, answer: Answer, name: str, tree: list[Any], leaves: list[list[Any]]) -> None:
        super().__init__(answer)
        self.said = (name, {"tree": tree, "leaves": leaves})

    def recorded(self, job: JudgeJob) -> str:
        """Return one reply to one question."""
        name, message = self.said
        return f"said\t{derive_seed(job.seed, name, 'student')}\tRun 1\t{json.dumps(message)}\n"


def examine_recorded(folder: Path, tree: list[Any], leaves: list[list[Any]]) -> Examination:
    judge = Recorder(right_loses_nothing, "test_any_shape", tree, leaves)
    with Bench(lambda: judge) as bench:
        return Liars().examine(Subject(load_exercise(folder), bench, Plan()))


def test_liars_that_lose_are_no_finding(folder: Path) -> None:
    """A good exercise is silent, in a full audit and in a quick one."""
    assert told(examine(Liars(), folder)) == []
    assert told(examine(Liars(), folder, plan=Plan(quick=True))) == []


def test_a_liar_that_earns_is_told_with_every_check(folder: Path) -> None:
    """Of five liars one is believed, by two checks."""

    def answer(source: str, job: JudgeJob) -> dict[str, Any]:
        lost = dict(right_loses_nothing(source, job))
        if LIES["NaN"] in source:
            del lost["test_gradient"], lost["test_any_shape"]
        return lost

    finding = only(examine(Liars(), folder, answer))
    assert (finding.rule, finding.where) == ("L701", "a liar: NaN")
    assert finding.message.endswith("test_any_shape (1), test_gradient (1)")


def test_a_tenth_of_the_points_is_forgiven(folder: Path) -> None:
    """The check that is believed is worth one point of eleven."""
    spec = folder / "exercise.toml"
    text = spec.read_text(encoding="utf-8").replace("points = 1", "points = 5")
    head, name, rest = text.partition('name = "test_any_shape"')
    spec.write_text(head + name + rest.replace("points = 5", "points = 1", 1), encoding="utf-8")

    def answer(source: str, job: JudgeJob) -> dict[str, Any]:
        lost = dict(right_loses_nothing(source, job))
        if is_liar(source):
            del lost["test_any_shape"]
        return lost

    assert told(examine(Liars(), folder, answer)) == []


def test_a_wrong_solution_that_lies_is_told(folder: Path) -> None:
    """With the check that it should lose; a quick audit does not look."""

    def answer(source: str, job: JudgeJob) -> dict[str, Any]:
        lost = dict(right_loses_nothing(source, job))
        if "leaves the graph" in source and "_lie(" in source and not is_liar(source):
            del lost["test_gradient"]
        return lost

    finding = only(examine(Liars(), folder, answer))
    assert (finding.rule, finding.where) == ("L702", "wrong/detached.py")
    assert "test_gradient" in finding.message
    assert told(examine(Liars(), folder, answer, Plan(quick=True))) == []


def test_a_check_of_few_bits_is_told(folder: Path) -> None:
    """Five booleans can be guessed; six cannot, nor can one number."""
    yes = ["value", True]
    finding = only(examine_recorded(folder, ["list", [yes] * 5], [["bool", True]] * 5))
    assert (finding.rule, finding.where) == ("L703", "test_any_shape")
    assert "5.0 bits" in finding.message
    assert told(examine_recorded(folder, ["list", [yes] * 6], [["bool", True]] * 6)) == []
    assert told(examine_recorded(folder, ["slot", "Tensor"], [["float", "float32 [2]"]])) == []


def test_numbers_count_only_where_they_are_looked_at(folder: Path) -> None:
    """A check that a liar passes is guessed by whoever knows the shape."""
    exercise = load_exercise(folder)
    recording = {"test_any_shape": {"Run 1": {"tree": ["slot", "Tensor"], "leaves": [["float", "float32 [2]"]]}}}
    assert weigh(exercise, recording, [])["test_any_shape"] == 16
    assert weigh(exercise, recording, ["test_any_shape"])["test_any_shape"] == 0


@pytest.mark.parametrize(
    ("message", "bits"),
    [
        ({"raised": "ValueError", "message": ""}, 1),
        ({"tree": ["value", None], "leaves": []}, 0),
        ({"tree": ["value", 6], "leaves": [["int", 6]]}, 3),
        ({"tree": ["value", "word"], "leaves": [["str", "word"]]}, 1),
        ({"tree": ["value", "other"], "leaves": [["str", "other"]]}, 8),
        ({"tree": ["dict", [[["value", "key"], ["value", True]]]], "leaves": []}, 1),
        ({"tree": ["tuple", []], "leaves": [], "is_call": True}, 1),
        ({"tree": ["slot", "Tensor"], "leaves": [["bool", "AAEB"]]}, 0),
        ({"tree": ["slot", "Tensor"], "leaves": [["int64", "AAAAAAAAAAA="]]}, 8),
        ({"tree": ["slot", "bytes"], "leaves": [["bytes", 3]]}, 24),
        ({}, 64),
    ],
    ids=str,
)
def test_bits_of_a_reply(message: dict[str, Any], bits: float) -> None:
    """As the table says."""
    assert of_message(message, "a word here") == bits


def test_what_two_processes_say_differently_is_not_known(folder: Path) -> None:
    """Nobody could tell which of them a liar is."""
    exercise = load_exercise(folder)
    seeds = by_seed(exercise, {name: {} for name in CHECKS}, 1)
    first = next(iter(seeds))
    text = f"said\t{first}\tRun 1\t" + '{"raised": "A"}' + f"\nsaid\t{first}\tRun 1\t" + '{"raised": "B"}\n'
    assert read_recording(exercise, items(exercise), "scale.py\t1\t2\n" + text, 1) == {CHECKS[0]: {"Run 1": {}}}


def test_what_is_read_from_the_source_is_no_lie(folder: Path) -> None:
    """A literal, and what `inside` finds out in a process without the submission."""
    checks = folder / "checks.py"
    text = checks.read_text(encoding="utf-8")
    head, _, rest = text.partition("def test_any_shape(student):")
    body = (
        "def test_any_shape(student):\n    compare(student)\n\n\n"
        "def compare(student):\n    said = student.literal('predict')\n    student.fresh(code=False)\n"
        "    close(said, student.run(inside.gradient))\n\n\ndef helper(student):"
    )
    checks.write_text(head + body + rest, encoding="utf-8")
    assert read_only(load_exercise(folder)) == {"test_any_shape"}
