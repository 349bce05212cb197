"""What else a check may ask of values: difference, shape, dtype, errors, sharing, predictions."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NoReturn

import torch

from grader.judge.compare import close, equal, fail_with
from grader.judge.evidence import CheckFailed, describe, kind_of, origin
from grader.model.clean import clean
from grader.model.evidence import Evidence
from grader.sandbox.faults import StudentError
from grader.wire.tensors import is_lazy


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
    name = what or "the result"
    if isinstance(other, torch.Tensor):
        shape(actual, tuple(other.shape), what=name)
        dtype(actual, other.dtype, what=name)
        if bool((actual != actual).any()) and not bool((other != other).any()):  # noqa: PLR0124 -- NaN
            fail_with("close", f"{name} has NaN in it", actual, other)
    elif type(actual) is not type(other) and not (isinstance(actual, Mapping) and isinstance(other, Mapping)):
        fail_with("type", f"{name} is {kind_of(actual)}, expected {kind_of(other)}", actual, other)
    try:
        equal(actual, other)
    except CheckFailed:
        return
    fail_with("differs", f"{what or 'the result'} equals what it is compared with, it should differ", actual, other)


def shape(actual: Any, expected: tuple[int, ...], *, what: str = "") -> None:
    """Fail unless `actual` is a tensor of shape `expected`."""
    name = what or "the result"
    if not isinstance(actual, torch.Tensor):
        fail_with("type", f"{name} is {kind_of(actual)}, expected a tensor", actual, expected)
    if is_lazy(actual):
        fail_with("shape", f"{name} has no shape yet: it is uninitialized", actual, expected)
    if tuple(actual.shape) != tuple(expected):
        fail_with("shape", f"{name} has shape {tuple(actual.shape)}, expected {tuple(expected)}", actual, expected)


def dtype(actual: Any, expected: torch.dtype, *, what: str = "") -> None:
    """Fail unless `actual` is a tensor of dtype `expected`."""
    name = what or "the result"
    if not isinstance(actual, torch.Tensor):
        fail_with("type", f"{name} is {kind_of(actual)}, expected a tensor", actual, expected)
    if actual.dtype != expected:
        fail_with("dtype", f"{name} has dtype {actual.dtype}, expected {expected}", actual, expected)


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
    wanted = " or ".join(names)
    info = StudentErrorInfo()
    try:
        yield info
    except StudentError as error:
        if error.loading:
            raise
        info.error = error
        if not set(names) & set(error.mro):
            summary = f"expected {wanted}, but {clean(error.type_name, 100)} was raised: {clean(error.message, 500)}"
            raise CheckFailed(
                Evidence(kind="raises", summary=summary, expected=wanted, actual=clean(str(error), 500))
            ) from error
        if match and not re.search(match, error.message):
            summary = f"{wanted} was raised, but with another message: {clean(error.message, 500)}"
            raise CheckFailed(
                Evidence(kind="raises", summary=summary, expected=match, actual=clean(error.message, 500))
            ) from error
        return
    raise CheckFailed(
        Evidence(kind="raises", summary=f"expected {wanted} to be raised, but nothing was", expected=wanted)
    )


def same_storage(one: torch.Tensor, other: torch.Tensor, *, what: str = "the two tensors") -> None:
    """Fail unless two tensors of one reply share memory over there. Can be forged: prove it by effect too."""
    if not _share(one, other):
        fail_with("storage", f"{what} do not share memory: one is a copy of the other", one, other)


def separate_storage(one: torch.Tensor, other: torch.Tensor, *, what: str = "the two tensors") -> None:
    """Fail when two tensors of one reply share memory over there."""
    if _share(one, other):
        fail_with("storage", f"{what} share memory: a change of one changes the other", one, other)


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
        fail_with("type", f"the prediction is {kind_of(literal)}, expected a dict", literal, dict(truth))
    missing, extra = [key for key in truth if key not in literal], [key for key in literal if key not in truth]
    if missing or extra:
        parts = [f"lacks {describe(missing)}"] if missing else []
        parts += [f"has {describe(extra)} besides"] if extra else []
        fail(f"the prediction {' and '.join(parts)}")
    wrong = [key for key, value in truth.items() if not _predicted(literal[key], value, tolerance)]
    if wrong:
        fail(f"the prediction is wrong for {', '.join(map(repr, wrong))}: {len(wrong)} of {len(truth)}")


def _predicted(said: Any, true: Any, tolerance: float) -> bool:
    try:
        if isinstance(true, float):
            close(said, true, rtol=0.0, atol=tolerance)
        else:
            equal(said, true, sequence=True)
    except CheckFailed:
        return False
    return True
