"""Comparisons that fail with evidence. NaN, dtype, shape and broadcasting are never forgiven."""

import cmath
import math
from collections.abc import Mapping
from typing import Any, Final, NoReturn

import torch

from grader.judge.diagnose import diagnose
from grader.judge.evidence import CheckFailed, describe, facts, kind_of
from grader.model.evidence import Evidence
from grader.sandbox.handle import Handle
from grader.wire.tensors import is_lazy

DEFAULT_TOLERANCES: Final[dict[torch.dtype, tuple[float, float]]] = {
    torch.float64: (1e-9, 1e-10),
    torch.complex128: (1e-9, 1e-10),
    torch.float32: (1e-4, 1e-5),
    torch.complex64: (1e-4, 1e-5),
    torch.float16: (1e-2, 1e-3),
    torch.bfloat16: (2e-2, 1e-2),
}
"""(rtol, atol) by the dtype that is expected; all others are compared exactly."""


def close(actual: Any, expected: Any, *, rtol: float | None = None, atol: float | None = None, what: str = "") -> None:
    """Fail unless `actual` has the structure of `expected` and its values, up to a tolerance.

    Args:
        actual: what came from the submission: tensors and numbers, in lists, tuples, dicts.
        expected: what is expected, of the same structure, shapes and dtypes.
        rtol: relative tolerance; by default that of the dtype.
        atol: absolute tolerance; by default that of the dtype.
        what: names the value in the message, such as "the output of Parallel(net1, net2)".

    Raises:
        CheckFailed: with the first place where they differ.
    """
    _compare(actual, expected, _Tolerance(rtol, atol), what or "the result", "")


def equal(actual: Any, expected: Any, *, what: str = "", sequence: bool = False) -> None:
    """Fail unless `actual` equals `expected` exactly, in type, structure, dtype and value.

    Args:
        actual: what came from the submission.
        expected: what is expected.
        what: names the value in the message.
        sequence: a list and a tuple of the same elements are equal.

    Raises:
        CheckFailed: with the first place where they differ.
    """
    _compare(actual, expected, _Tolerance(0.0, 0.0, exact=True, sequence=sequence), what or "the result", "")


class _Tolerance:
    def __init__(self, rtol: float | None, atol: float | None, *, exact: bool = False, sequence: bool = False) -> None:
        self.exact = exact
        self.sequence = sequence
        self._rtol = rtol
        self._atol = atol

    def of(self, dtype: torch.dtype) -> tuple[float, float]:
        rtol, atol = DEFAULT_TOLERANCES.get(dtype, (0.0, 0.0))
        return (rtol if self._rtol is None else self._rtol, atol if self._atol is None else self._atol)


def _compare(actual: Any, expected: Any, tolerance: _Tolerance, what: str, where: str) -> None:
    if isinstance(expected, torch.Tensor):
        _compare_tensors(actual, expected, tolerance, what, where)
    elif isinstance(expected, Mapping):
        _compare_mappings(actual, expected, tolerance, what, where)
    elif isinstance(expected, list | tuple) and not isinstance(expected, torch.Size):
        _compare_sequences(actual, expected, tolerance, what, where)
    elif isinstance(expected, float | complex) and not tolerance.exact:
        _compare_numbers(actual, expected, tolerance, what, where)
    else:
        same_type = type(actual) is type(expected) or (
            tolerance.sequence and {type(actual), type(expected)} <= {list, tuple, torch.Size}
        )
        if isinstance(actual, Handle | torch.Tensor) or not same_type:
            if isinstance(actual, bool | int | float | str | bytes | type(None)):
                fail_with(
                    "equal",
                    f"{_at(what, where)} is {describe(actual)}, expected {describe(expected)}",
                    actual,
                    expected,
                    where,
                )
            _wrong_kind(actual, expected, what, where)
        if not (actual == expected or (actual != actual and expected != expected)):  # noqa: PLR0124 -- NaN
            fail_with(
                "equal",
                f"{_at(what, where)} is {describe(actual)}, expected {describe(expected)}",
                actual,
                expected,
                where,
            )


def _compare_tensors(actual: Any, expected: torch.Tensor, tolerance: _Tolerance, what: str, where: str) -> None:
    name = _at(what, where)
    if not isinstance(actual, torch.Tensor):
        _wrong_kind(actual, expected, what, where)
    if is_lazy(actual) or actual.is_meta:
        fail_with(
            "close",
            f"{name} has no values yet: it is {'on the meta device' if actual.is_meta else 'uninitialized'}",
            actual,
            expected,
            where,
        )
    if actual.shape != expected.shape:
        fail_with(
            "shape",
            f"{name} has shape {tuple(actual.shape)}, expected {tuple(expected.shape)}",
            actual,
            expected,
            where,
        )
    if actual.dtype != expected.dtype:
        seen, wanted = (str(t.dtype).removeprefix("torch.") for t in (actual, expected))
        fail_with("dtype", f"{name} has dtype {seen}, expected {wanted}", actual, expected, where)
    ours, theirs = expected.detach(), actual.detach()
    rtol, atol = tolerance.of(expected.dtype)
    if tolerance.exact or not (rtol or atol):
        same = (theirs == ours) | ((theirs != theirs) & (ours != ours))  # noqa: PLR0124 -- NaN where NaN is expected
    else:
        same = torch.isclose(theirs, ours, rtol=rtol, atol=atol, equal_nan=True)
    if bool(same.all()):
        return
    different = (~same).nonzero()
    index = tuple(int(i) for i in different[0])
    wide = torch.complex128 if ours.is_complex() else torch.float64
    error = (theirs[~same].to(wide) - ours[~same].to(wide)).abs()
    largest = float(error.nan_to_num(nan=math.inf, posinf=math.inf).max())
    count, total = int(different.shape[0]), ours.numel()
    at = f" at {list(index)}" if index else ""
    summary = f"{name} differs{at}: {theirs[index].item()!r}, expected {ours[index].item()!r}"
    if total > 1:
        summary += f" ({count} of {total} elements differ, the largest error is {largest:.3g})"
    raise CheckFailed(
        Evidence(
            kind="close",
            summary=summary,
            where=where,
            expected=describe(expected),
            actual=describe(actual),
            expected_tensor=facts(expected),
            actual_tensor=facts(actual),
            index=index,
            max_error=largest if math.isfinite(largest) else None,
            mismatched=count,
            total=total,
            diagnosis=diagnose(actual, expected),
        )
    )


def _compare_numbers(actual: Any, expected: complex, tolerance: _Tolerance, what: str, where: str) -> None:
    numbers = (int, float, complex) if type(expected) is complex else (int, float)
    if isinstance(actual, bool) or not isinstance(actual, numbers):
        _wrong_kind(actual, expected, what, where)
    if not _near(actual, expected, *tolerance.of(torch.float64)):
        fail_with(
            "close", f"{_at(what, where)} is {describe(actual)}, expected {describe(expected)}", actual, expected, where
        )


def _near(actual: complex, expected: complex, rtol: float, atol: float) -> bool:
    if expected != expected:  # noqa: PLR0124 -- NaN
        return actual != actual  # noqa: PLR0124
    if actual == expected:
        return True
    try:
        # An infinite bound would let every number through.
        return not cmath.isinf(expected) and abs(actual - expected) <= atol + rtol * abs(expected)
    except OverflowError:  # an integer beyond every float
        return False


def _compare_mappings(actual: Any, expected: Mapping[Any, Any], tolerance: _Tolerance, what: str, where: str) -> None:
    if not isinstance(actual, Mapping):
        _wrong_kind(actual, expected, what, where)
    ours, theirs = ({key: type(key) for key in mapping} for mapping in (expected, actual))
    missing = [key for key in expected if key not in theirs or (tolerance.exact and theirs[key] is not ours[key])]
    extra = [key for key in actual if key not in ours or (tolerance.exact and theirs[key] is not ours[key])]
    if missing or extra:
        parts = [f"lacks {describe(missing)}"] if missing else []
        parts += [f"has {describe(extra)} besides"] if extra else []
        fail_with("keys", f"{_at(what, where)} {' and '.join(parts)}", actual, expected, where)
    for key, value in expected.items():
        _compare(actual[key], value, tolerance, what, f"{where}[{key!r}]")


def _compare_sequences(actual: Any, expected: Any, tolerance: _Tolerance, what: str, where: str) -> None:
    if isinstance(actual, torch.Tensor) or not isinstance(actual, list | tuple):
        _wrong_kind(actual, expected, what, where)
    if type(actual) is not type(expected) and not tolerance.sequence:
        _wrong_kind(actual, expected, what, where)
    if len(actual) != len(expected):
        fail_with(
            "length",
            f"{_at(what, where)} has {len(actual)} elements, expected {len(expected)}",
            actual,
            expected,
            where,
        )
    for index, (one, other) in enumerate(zip(actual, expected, strict=True)):
        _compare(one, other, tolerance, what, f"{where}[{index}]")


def _wrong_kind(actual: Any, expected: Any, what: str, where: str) -> NoReturn:
    fail_with("type", f"{_at(what, where)} is {kind_of(actual)}, expected {kind_of(expected)}", actual, expected, where)


def _at(what: str, where: str) -> str:
    return (
        f"{what}{where}" if where.startswith("[") and what.isidentifier() else f"{what}, at {where}," if where else what
    )


def fail_with(kind: str, summary: str, actual: Any, expected: Any, where: str = "") -> NoReturn:
    """Raise CheckFailed with evidence of `actual` and `expected`."""
    tensors = isinstance(actual, torch.Tensor) and isinstance(expected, torch.Tensor)
    raise CheckFailed(
        Evidence(
            kind=kind,
            summary=summary,
            where=where,
            expected=describe(expected),
            actual=describe(actual),
            expected_tensor=facts(expected) if isinstance(expected, torch.Tensor) else None,
            actual_tensor=facts(actual) if isinstance(actual, torch.Tensor) else None,
            diagnosis=diagnose(actual, expected) if tensors else (),
        )
    )
