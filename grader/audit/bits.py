"""How many bits an answer has: what somebody has to guess who knows the questions and computes nothing.

Counted is what a check sees of the reference, from a recording (`grader.audit.lies`):

| what | bits |
|---|---|
| a boolean; raised or not, where it raised; a call of the judge's function | 1 |
| an integer n | log2(2 + abs(n)) |
| a text | 1 where the statement has it as a word, else 8 |
| a floating-point number, or a tensor of them | 16, or 0 where a liar passes the check |
| an element of another tensor, a text in a prediction | 1 |
| a floating-point number in a prediction, a file's content, what was printed | 8 |

Names in dicts, lengths, shapes and types are structure, which anybody can know.
"""

import ast
import base64
import math
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from grader.audit.lies import Message, Recording
from grader.audit.source import asked_of_student, functions, literals_of, parse
from grader.model.exercise import Exercise

LEAST: Final = 6.0
"""Bits that points have to cost. A guess of so many is right once in 64 times."""

_NUMBER: Final = 16.0
_TEXT: Final = 8.0
_MUCH: Final = 64.0


def weigh(exercise: Exercise, recording: Recording, believed: Iterable[str]) -> dict[str, float]:
    """Return for each check the bits of all answers that its points take, those of the checks that it needs included.

    Args:
        exercise: with a reference.
        recording: what the reference answers.
        believed: checks that a liar passes: they do not look at its numbers.
    """
    statement = " ".join(path.read_text(encoding="utf-8") for path in exercise.folder.glob("README*.md"))
    own = {
        check.name: _own(exercise, check.name, recording, statement, is_believed=check.name in frozenset(believed))
        for check in exercise.spec.check
    }
    needs = {check.name: check.needs for check in exercise.spec.check}

    def closure(name: str, seen: set[str]) -> set[str]:
        if name not in seen:
            seen.add(name)
            for other in needs[name]:
                closure(other, seen)
        return seen

    return {name: sum(own[one] for one in closure(name, set())) for name in own}


def _own(exercise: Exercise, name: str, recording: Recording, statement: str, *, is_believed: bool) -> float:
    cases = [
        sum(of_message(message, statement, is_believed=is_believed) for message in messages.values())
        for item, messages in recording.items()
        if item.partition("[")[0] == name
    ]
    partial = next(check.partial for check in exercise.spec.check if check.name == name)
    total = (min if partial else sum)(cases) if cases else 0.0
    for path in (exercise.visible_file, exercise.checks_file):
        defined = functions(parse(path))
        if name in defined:
            asked = asked_of_student(name, defined)
            total += _TEXT * len(asked & {"files", "printed"})
            total += _MUCH * (not cases and bool(asked - {"literal", "files", "printed"}))  # it could not be recorded
            total += sum(_of_literal(_literal(exercise, one)) for one in literals_of(name, defined))
    return total


def of_message(message: Message, statement: str, *, is_believed: bool = False) -> float:
    """Return the bits of one reply, or of one call of a function of the judge."""
    if "raised" in message:
        return 1.0
    if "tree" not in message:
        return _MUCH  # too long to be recorded, or another in each process
    return (
        float(message.get("is_call", False))
        + _of_tree(message["tree"], statement)
        + sum(_of_leaf(kind, value, is_believed=is_believed) for kind, value in message["leaves"])
    )


def _of_tree(tree: list[Any], statement: str) -> float:
    kind, inside = tree
    if kind == "dict":
        return sum(_of_tree(value, statement) for _, value in inside)
    if kind in ("list", "tuple"):
        return sum(_of_tree(part, statement) for part in inside)
    if kind == "slot" or inside is None:
        return 0.0
    if isinstance(inside, str):
        return 1.0 if re.search(rf"(?<!\w){re.escape(inside)}(?!\w)", statement) else _TEXT
    return 1.0 if isinstance(inside, bool) else math.log2(2 + abs(inside))


def _of_leaf(kind: str, value: Any, *, is_believed: bool) -> float:
    if kind == "float":
        return 0.0 if is_believed else _NUMBER
    if kind == "bytes":
        return 8.0 * int(value)
    if kind in ("bool", "int", "str"):
        return 0.0  # counted in the tree
    return float(len(base64.b64decode(value)))


def _of_literal(value: object) -> float:
    match value:
        case None | bool() | str():
            return 1.0
        case int():
            return math.log2(2 + abs(value))
        case float() | complex():
            return _TEXT
        case Mapping():
            return sum(map(_of_literal, value.values()))
        case list() | tuple() | set():
            return sum(map(_of_literal, value))
    return 0.0


def _literal(exercise: Exercise, name: str) -> object:
    """Return the reference's literal of this name; None where it is none."""
    assert exercise.reference is not None, "an audit without a reference"  # noqa: S101 -- see `audit_one`
    for file in exercise.spec.files:
        for node in parse(Path(exercise.reference / file)).body:
            value: ast.expr | None = None
            match node:
                case ast.FunctionDef(body=[*_, ast.Return(value=value)]) if node.name == name:
                    pass
                case ast.Assign(targets=[ast.Name(id=constant)], value=value) if constant == name:
                    pass
                case _:
                    continue
            try:
                return ast.literal_eval(value) if value is not None else None
            except (ValueError, TypeError):
                return None
    return None
