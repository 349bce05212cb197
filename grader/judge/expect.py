"""What else a check may ask of values: difference, shape, dtype, errors, sharing, predictions."""

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final, NoReturn

import torch

from grader.judge.compare import RESULT, close, equal, fail_with, keys_differ, shapes_differ
from grader.judge.diagnose import diagnose, diagnose_shape
from grader.judge.diagnose.names import diagnose_names
from grader.judge.evidence import CheckFailed, description, kind_of, origin
from grader.model.clean import clean
from grader.model.evidence import Evidence
from grader.model.message import Diagnosis, Fact, Message
from grader.model.rules import OWN_WORDS
from grader.sandbox.faults import StudentError
from grader.wire.tensors import is_lazy

TENSOR: Final = Message(id="a_kind", facts={"name": "tensor"})
_COPIED: Final = (Diagnosis(rule="copied"),)
_SHARED: Final = (Diagnosis(rule="shared"),)
TENSORS: Final = Message(id="the_two_tensors")


class StudentErrorInfo:
    """What `raises` yields: `error` is set when the block has raised."""

    def __init__(self) -> None:
        self.error: StudentError | None = None


def fail(message: str, *, zh: str = "", means: str = "") -> NoReturn:
    """Fail with a sentence.

    Args:
        message: the sentence, in English.
        zh: the same in Chinese.
        means: the id of the rule whose words, without facts, say what it looks like.
    """
    said = Message(id=OWN_WORDS, facts={"en": message, "zh": zh}) if zh else None
    raise CheckFailed(
        Evidence(kind="fail", summary=message, said=said, diagnosis=(Diagnosis(rule=means),) if means else ())
    )


def complete(
    answers: Any, kinds: Mapping[str, type | tuple[type, ...] | Collection[Any]], *, what: str = "predict()"
) -> None:
    """Fail unless `answers` is a dict with exactly these keys, and values of these kinds.

    Args:
        answers: what `student.literal` returned.
        kinds: for each key a type, a tuple of types, or the values that are possible. True and False
            are no numbers, and an integer is a number where a float is expected.
        what: names the answers in the message.
    """
    if not isinstance(answers, Mapping):
        _wrong_kind(what, answers, kind_of({}), {})
    missing, extra = [key for key in kinds if key not in answers], [key for key in answers if key not in kinds]
    if missing or extra:
        found = diagnose_names(list(answers), list(kinds))
        fail_with("keys", keys_differ(what, missing, extra), answers, list(kinds), diagnosis=found)
    for key, kind in kinds.items():
        value = answers[key]
        if not _is_of(value, kind):
            wanted = _named(kind)
            told: dict[str, Fact] = {"key": repr(key), "seen": description(value), "wanted": wanted}
            rule = Diagnosis(rule="value_kind", facts=told)
            facts: dict[str, Fact] = {"what": f"{what}[{key!r}]", "seen": description(value), "wanted": wanted}
            fail_with("type", Message(id="is_expected", facts=facts), value, kind, diagnosis=(rule,))


def _is_of(value: Any, kind: type | tuple[type, ...] | Collection[Any]) -> bool:
    if isinstance(kind, type):
        kind = (kind,)
    if not isinstance(kind, tuple):
        return any(type(value) is type(one) and value == one for one in kind)
    if isinstance(value, bool):
        return bool in kind
    return type(value) in kind or (float in kind and isinstance(value, int))


def _named(kind: type | tuple[type, ...] | Collection[Any]) -> str:
    if isinstance(kind, type):
        return kind.__name__
    if isinstance(kind, tuple):
        return " / ".join("None" if one is type(None) else one.__name__ for one in kind)
    return " / ".join(map(repr, kind))


def differs(actual: Any, other: Any, *, what: str = "") -> None:
    """Fail unless `actual` is a value of the same kind as `other` that differs from it.

    A tensor of another shape or dtype is a wrong answer and not another one. So is NaN, in either of the two.
    """
    name = what or RESULT
    if isinstance(other, torch.Tensor):
        shape(actual, tuple(other.shape), what=what)
        dtype(actual, other.dtype, what=what)
        if bool((actual != actual).any() | (other != other).any()):  # noqa: PLR0124 -- NaN differs from everything
            fail_with("close", Message(id="has_nan", facts={"what": name}), actual, other)
    elif type(actual) is not type(other) and not (isinstance(actual, Mapping) and isinstance(other, Mapping)):
        _wrong_kind(name, actual, kind_of(other), other)
    try:
        equal(actual, other, nan=True)
    except CheckFailed:
        return
    fail_with("differs", Message(id="should_differ", facts={"what": name}), actual, other, diagnosis=())


def shape(actual: Any, expected: tuple[int, ...], *, what: str = "") -> None:
    """Fail unless `actual` is a tensor of shape `expected`."""
    name = what or RESULT
    if not isinstance(actual, torch.Tensor):
        _wrong_kind(name, actual, TENSOR, expected)
    if is_lazy(actual):
        fail_with("shape", Message(id="no_shape_lazy", facts={"what": name}), actual, expected)
    if tuple(actual.shape) != tuple(expected):
        told = shapes_differ(name, tuple(actual.shape), tuple(expected))
        fail_with("shape", told, actual, expected, diagnosis=diagnose_shape(actual, tuple(expected)))


def dtype(actual: Any, expected: torch.dtype, *, what: str = "") -> None:
    """Fail unless `actual` is a tensor of dtype `expected`."""
    name = what or RESULT
    if not isinstance(actual, torch.Tensor):
        _wrong_kind(name, actual, TENSOR, expected)
    if actual.dtype != expected:
        told: dict[str, Fact] = {"what": name, "seen": str(actual.dtype), "wanted": str(expected)}
        seen, wanted = (str(one).removeprefix("torch.") for one in (actual.dtype, expected))
        found = (Diagnosis(rule="dtype", facts={"seen": seen, "wanted": wanted}),)
        fail_with("dtype", Message(id="dtype", facts=told), actual, expected, diagnosis=found)


@contextmanager
def raises(
    expected: type[BaseException] | str | tuple[type[BaseException] | str, ...], match: str = ""
) -> Iterator[StudentErrorInfo]:
    """Fail unless the submission's code raises an exception of a class with this name, or of a subclass.

    The death of its process and a reached limit are no exceptions: they end the check, and so
    does a submission that cannot be imported, whatever its import raises.

    Args:
        expected: a class, a class's name, or several; compared by name.
        match: a regular expression searched in the message.

    Yields:
        An object whose `error` is the `StudentError`, once it was raised.
    """
    names = [
        kind if isinstance(kind, str) else kind.__name__
        for kind in (expected if isinstance(expected, tuple) else (expected,))
    ]
    wanted: Fact = names[-1]
    for name in reversed(names[:-1]):
        wanted = Message(id="or", facts={"one": name, "other": wanted})
    info = StudentErrorInfo()
    try:
        yield info
    except StudentError as error:
        if error.loading:
            raise
        info.error = error
        if not set(names) & set(error.mro):
            told = {"wanted": wanted, "seen": clean(error.type_name, 100), "message": clean(error.message, 500)}
            raise _raises(Message(id="raised_other", facts=told), str(wanted), clean(str(error), 500)) from error
        if match and not re.search(match, error.message):
            seen = clean(error.message, 500)
            raise _raises(
                Message(id="raised_message", facts={"wanted": wanted, "message": seen}), match, seen
            ) from error
        return
    raise _raises(Message(id="raised_nothing", facts={"wanted": wanted}), str(wanted))


def _raises(said: Message, expected: str, actual: str = "") -> CheckFailed:
    return CheckFailed(Evidence(kind="raises", summary=str(said), said=said, expected=expected, actual=actual))


def _wrong_kind(name: Fact, actual: Any, wanted: Message, expected: Any) -> NoReturn:
    told: dict[str, Fact] = {"what": name, "seen": kind_of(actual), "wanted": wanted}
    found = diagnose_shape(actual, expected) if isinstance(expected, tuple) else diagnose(actual, expected)
    if isinstance(expected, torch.dtype):
        found = diagnose_shape(actual, ()) if not isinstance(actual, list | tuple) else ()
    fail_with("type", Message(id="is_expected", facts=told), actual, expected, diagnosis=found)


def same_storage(one: torch.Tensor, other: torch.Tensor, *, what: str = "") -> None:
    """Fail unless two tensors of one reply share memory over there. Can be forged: prove it by effect too."""
    if not _share(one, other):
        fail_with("storage", Message(id="copies", facts={"what": what or TENSORS}), one, other, diagnosis=_COPIED)


def separate_storage(one: torch.Tensor, other: torch.Tensor, *, what: str = "") -> None:
    """Fail when two tensors of one reply share memory over there."""
    if _share(one, other):
        fail_with("storage", Message(id="shares", facts={"what": what or TENSORS}), one, other, diagnosis=_SHARED)


def _share(one: torch.Tensor, other: torch.Tensor) -> bool:
    first, second = origin(one), origin(other)
    if first is None or second is None:
        raise TypeError("same_storage and separate_storage compare two tensors of one reply")
    return first.storage == second.storage and first.storage != 0


def prediction(literal: Any, truth: Mapping[str, Any], *, tolerance: float = 1e-4) -> None:
    """Fail unless a prediction has every key of `truth` and, for each, its value: all or nothing.

    Names the keys that are wrong, never the right values. Numbers are compared
    up to `tolerance` (absolute), everything else exactly and by type.

    Args:
        literal: what `student.literal` returned.
        truth: what torch itself says.
        tolerance: for floats.
    """
    if not isinstance(literal, Mapping):
        told: dict[str, Fact] = {"seen": kind_of(literal), "wanted": kind_of({})}
        fail_with("type", Message(id="prediction_kind", facts=told), literal, None)
    missing, extra = [key for key in truth if key not in literal], [key for key in literal if key not in truth]
    if missing or extra:
        _fail_with(keys_differ(Message(id="the_prediction"), missing, extra))
    wrong = [key for key, value in truth.items() if not _predicted(literal[key], value, tolerance)]
    if wrong:
        told = {"names": ", ".join(map(repr, wrong)), "count": len(wrong), "total": len(truth)}
        _fail_with(Message(id="prediction_wrong", facts=told))


def _fail_with(said: Message) -> NoReturn:
    raise CheckFailed(Evidence(kind="fail", summary=str(said), said=said))


def _predicted(said: Any, true: Any, tolerance: float) -> bool:
    try:
        if isinstance(true, float):
            close(said, true, rtol=0.0, atol=tolerance, nan=True)
        else:
            equal(said, true, sequence=True, nan=True)
    except CheckFailed:
        return False
    return True
