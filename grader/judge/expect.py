"""What else a check may ask of values: difference, shape, dtype, errors, sharing, predictions."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final, NoReturn

import torch

from grader.judge.compare import RESULT, close, equal, fail_with, keys_differ, shapes_differ
from grader.judge.evidence import CheckFailed, kind_of, origin
from grader.model.clean import clean
from grader.model.evidence import Evidence
from grader.model.message import Fact, Message
from grader.sandbox.faults import StudentError
from grader.wire.tensors import is_lazy

TENSOR: Final = Message(id="a_kind", facts={"name": "tensor"})
TENSORS: Final = Message(id="the_two_tensors")


class StudentErrorInfo:
    """What `raises` yields: `error` is set when the block has raised."""

    def __init__(self) -> None:
        self.error: StudentError | None = None


def fail(message: str) -> NoReturn:
    """Fail with a sentence."""
    raise CheckFailed(Evidence(kind="fail", summary=message))


def differs(actual: Any, other: Any, *, what: str = "") -> None:
    """Fail unless `actual` is a value of the same kind as `other` that differs from it.

    A tensor of another shape or dtype, or with NaN, is a wrong answer and not another one.
    """
    name = what or RESULT
    if isinstance(other, torch.Tensor):
        shape(actual, tuple(other.shape), what=what)
        dtype(actual, other.dtype, what=what)
        if bool((actual != actual).any()) and not bool((other != other).any()):  # noqa: PLR0124 -- NaN
            fail_with("close", Message(id="has_nan", facts={"what": name}), actual, other)
    elif type(actual) is not type(other) and not (isinstance(actual, Mapping) and isinstance(other, Mapping)):
        _wrong_kind(name, actual, kind_of(other), other)
    try:
        equal(actual, other)
    except CheckFailed:
        return
    fail_with("differs", Message(id="should_differ", facts={"what": name}), actual, other)


def shape(actual: Any, expected: tuple[int, ...], *, what: str = "") -> None:
    """Fail unless `actual` is a tensor of shape `expected`."""
    name = what or RESULT
    if not isinstance(actual, torch.Tensor):
        _wrong_kind(name, actual, TENSOR, expected)
    if is_lazy(actual):
        fail_with("shape", Message(id="no_shape_lazy", facts={"what": name}), actual, expected)
    if tuple(actual.shape) != tuple(expected):
        fail_with("shape", shapes_differ(name, tuple(actual.shape), tuple(expected)), actual, expected)


def dtype(actual: Any, expected: torch.dtype, *, what: str = "") -> None:
    """Fail unless `actual` is a tensor of dtype `expected`."""
    name = what or RESULT
    if not isinstance(actual, torch.Tensor):
        _wrong_kind(name, actual, TENSOR, expected)
    if actual.dtype != expected:
        told: dict[str, Fact] = {"what": name, "seen": str(actual.dtype), "wanted": str(expected)}
        fail_with("dtype", Message(id="dtype", facts=told), actual, expected)


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
    fail_with("type", Message(id="is_expected", facts=told), actual, expected)


def same_storage(one: torch.Tensor, other: torch.Tensor, *, what: str = "") -> None:
    """Fail unless two tensors of one reply share memory over there. Can be forged: prove it by effect too."""
    if not _share(one, other):
        fail_with("storage", Message(id="copies", facts={"what": what or TENSORS}), one, other)


def separate_storage(one: torch.Tensor, other: torch.Tensor, *, what: str = "") -> None:
    """Fail when two tensors of one reply share memory over there."""
    if _share(one, other):
        fail_with("storage", Message(id="shares", facts={"what": what or TENSORS}), one, other)


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
            close(said, true, rtol=0.0, atol=tolerance)
        else:
            equal(said, true, sequence=True)
    except CheckFailed:
        return False
    return True
