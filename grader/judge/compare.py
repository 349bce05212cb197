"""Comparisons that fail with evidence. NaN, dtype, shape and broadcasting are never forgiven.

Many an expectation is computed from what came back earlier: a state, a result, a step.
Whoever sends NaN there makes NaN of the expectation, and NaN of the answer would do. So
nothing equals an expectation that is not finite, unless a check says that this is meant.
"""

import cmath
import math
from collections.abc import Iterable, Mapping
from typing import Any, Final, NoReturn

import torch

from grader.judge.diagnose import diagnose
from grader.judge.diagnose.mistake import Mistake
from grader.judge.evidence import CheckFailed, describe, description, facts, kind_of
from grader.model.evidence import Evidence
from grader.model.message import Diagnosis, Fact, Message
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

RESULT: Final = Message(id="the_result")
"""What a value is called to which a check gives no name."""


def close(
    actual: Any,
    expected: Any,
    *,
    rtol: float | None = None,
    atol: float | None = None,
    what: str = "",
    mistakes: Iterable[Mistake] = (),
    over: Mapping[str, int] | None = None,
    means: str = "",
    nan: bool = False,
) -> None:
    """Fail unless `actual` has the structure of `expected` and its values, up to a tolerance.

    Args:
        actual: what came from the submission: tensors and numbers, in lists, tuples, dicts.
        expected: what is expected, of the same structure, shapes and dtypes.
        rtol: relative tolerance; by default that of the dtype.
        atol: absolute tolerance; by default that of the dtype.
        what: names the value in the message, such as "the output of Parallel(net1, net2)".
        mistakes: what known mistakes give; the one that came is the diagnosis. They never decide.
        over: numbers of what a sum or mean may have been taken over, by name, such as `{"examples": 6}`.
        means: the id of the rule that holds wherever this fails, for a value of the right kind; without facts.
        nan: NaN and infinities may be expected, and are then matched by the same. Only for what no submission has sent.

    Raises:
        CheckFailed: with the first place where they differ, or where the expectation is not finite.
    """
    _judge(actual, expected, _Tolerance(rtol, atol, nan=nan), what, mistakes, over or {}, means)


def equal(
    actual: Any,
    expected: Any,
    *,
    what: str = "",
    sequence: bool = False,
    mistakes: Iterable[Mistake] = (),
    means: str = "",
    nan: bool = False,
) -> None:
    """Fail unless `actual` equals `expected` exactly, in type, structure, dtype and value.

    Args:
        actual: what came from the submission.
        expected: what is expected.
        what: names the value in the message.
        sequence: a list and a tuple of the same elements are equal.
        mistakes: what known mistakes give; the one that came is the diagnosis. They never decide.
        means: the id of the rule that holds wherever this fails, for a value of the right kind; without facts.
        nan: NaN and infinities may be expected, and are then matched by the same. Only for what no submission has sent.

    Raises:
        CheckFailed: with the first place where they differ, or where the expectation is not finite.
    """
    _judge(actual, expected, _Tolerance(0.0, 0.0, exact=True, sequence=sequence, nan=nan), what, mistakes, {}, means)


class _Tolerance:
    """How near values must be; with `structure`, only kinds, keys, lengths, shapes and dtypes are compared."""

    def __init__(
        self,
        rtol: float | None,
        atol: float | None,
        *,
        exact: bool = False,
        sequence: bool = False,
        structure: bool = False,
        nan: bool = False,
    ) -> None:
        self.exact = exact
        self.sequence = sequence
        self.structure = structure
        self.nan = nan
        self._rtol = rtol
        self._atol = atol

    def of_structure(self) -> "_Tolerance":
        return _Tolerance(self._rtol, self._atol, exact=self.exact, sequence=self.sequence, structure=True)

    def of(self, dtype: torch.dtype) -> tuple[float, float]:
        rtol, atol = DEFAULT_TOLERANCES.get(dtype, (0.0, 0.0))
        return (rtol if self._rtol is None else self._rtol, atol if self._atol is None else self._atol)


def _judge(
    actual: Any,
    expected: Any,
    tolerance: _Tolerance,
    what: str,
    mistakes: Iterable[Mistake],
    over: Mapping[str, int],
    means: str,
) -> None:
    try:
        # Values of the wrong shape, length or kind are no values: say that first, wherever it is.
        for one in (tolerance.of_structure(), tolerance):
            _compare(actual, expected, one, what or RESULT, "")
    except CheckFailed as failure:
        found = recognized(actual, mistakes, tolerance)
        if not found and means and failure.evidence.kind in ("close", "equal"):
            found = (Diagnosis(rule=means),)
        found = found or diagnose(actual, expected, over)
        # Of the value as a whole more can be said than of the place where it first differs.
        raise CheckFailed(failure.evidence.model_copy(update={"diagnosis": found})) if found else failure from None
    where = None if tolerance.nan else _not_finite(expected, "")
    if where is not None:
        fail_with(
            "close", Message(id="not_finite", facts={"what": _at(what or RESULT, where)}), actual, expected, where
        )


def _not_finite(expected: Any, where: str) -> str | None:
    """Return the first place of an expectation with NaN or infinity; None where there is none."""
    if isinstance(expected, torch.Tensor):
        if is_lazy(expected) or expected.is_meta or not (expected.is_floating_point() or expected.is_complex()):
            return None
        values = expected.detach()
        if values.dtype not in DEFAULT_TOLERANCES:  # the smallest dtypes, of which torch does not tell
            values = values.to(torch.complex64 if values.is_complex() else torch.float32)
        return None if bool(torch.isfinite(values).all()) else where
    if isinstance(expected, float | complex):
        return None if cmath.isfinite(expected) else where
    if isinstance(expected, Mapping):
        places = ((f"{where}[{key!r}]", value) for key, value in expected.items())
    elif isinstance(expected, list | tuple):
        places = ((f"{where}[{index}]", value) for index, value in enumerate(expected))
    else:
        return None
    return next((found for place, value in places if (found := _not_finite(value, place)) is not None), None)


def recognized(
    actual: Any, mistakes: Iterable[Mistake], tolerance: "_Tolerance | None" = None
) -> tuple[Diagnosis, ...]:
    """Return the diagnosis of the one known mistake that gives what came; empty where it is none, or more than one."""
    found = []
    for mistake in mistakes:
        try:
            _compare(actual, mistake.value, tolerance or _Tolerance(0.0, 0.0, exact=True), RESULT, "")
        except CheckFailed:
            continue
        found.append(mistake.diagnosis)
    return tuple(found) if len(found) == 1 else ()


def _compare(actual: Any, expected: Any, tolerance: _Tolerance, what: Fact, where: str) -> None:
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
                _is_expected("equal", actual, expected, what, where)
            _wrong_kind(actual, expected, what, where)
        if not tolerance.structure and not (actual == expected or (actual != actual and expected != expected)):  # noqa: PLR0124 -- NaN
            _is_expected("equal", actual, expected, what, where)


def _compare_tensors(actual: Any, expected: torch.Tensor, tolerance: _Tolerance, what: Fact, where: str) -> None:
    name = _at(what, where)
    if not isinstance(actual, torch.Tensor):
        _wrong_kind(actual, expected, what, where)
    if is_lazy(actual) or actual.is_meta:
        message = Message(id="no_values_meta" if actual.is_meta else "no_values_lazy", facts={"what": name})
        fail_with("close", message, actual, expected, where)
    if actual.shape != expected.shape:
        fail_with("shape", shapes_differ(name, tuple(actual.shape), tuple(expected.shape)), actual, expected, where)
    if actual.dtype != expected.dtype:
        seen, wanted = (str(t.dtype).removeprefix("torch.") for t in (actual, expected))
        message = Message(id="dtype", facts={"what": name, "seen": seen, "wanted": wanted})
        fail_with("dtype", message, actual, expected, where)
    if tolerance.structure:
        return
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
    told: dict[str, Fact] = {"what": name, "seen": repr(theirs[index].item()), "wanted": repr(ours[index].item())}
    if index:
        told["index"] = str(list(index))
    if total > 1:
        told |= {"count": count, "total": total, "error": f"{largest:.3g}"}
    kind = "differs_elements" if total > 1 else "differs_at" if index else "differs"
    message = Message(id=kind, facts=told)
    raise CheckFailed(
        Evidence(
            kind="close",
            summary=str(message),
            said=message,
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


def shapes_differ(name: Fact, seen: tuple[int, ...], wanted: tuple[int, ...]) -> Message:
    """Return the sentence that a shape is another one."""
    return Message(id="shape", facts={"what": name, "seen": seen, "wanted": wanted})


def _compare_numbers(actual: Any, expected: complex, tolerance: _Tolerance, what: Fact, where: str) -> None:
    numbers = (int, float, complex) if type(expected) is complex else (int, float)
    if isinstance(actual, bool) or not isinstance(actual, numbers):
        _wrong_kind(actual, expected, what, where)
    if not tolerance.structure and not _near(actual, expected, *tolerance.of(torch.float64)):
        _is_expected("close", actual, expected, what, where)


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


def _compare_mappings(actual: Any, expected: Mapping[Any, Any], tolerance: _Tolerance, what: Fact, where: str) -> None:
    if not isinstance(actual, Mapping):
        _wrong_kind(actual, expected, what, where)
    ours, theirs = ({key: type(key) for key in mapping} for mapping in (expected, actual))
    missing = [key for key in expected if key not in theirs or (tolerance.exact and theirs[key] is not ours[key])]
    extra = [key for key in actual if key not in ours or (tolerance.exact and theirs[key] is not ours[key])]
    if missing or extra:
        fail_with("keys", keys_differ(_at(what, where), missing, extra), actual, expected, where)
    for key, value in expected.items():
        _compare(actual[key], value, tolerance, what, f"{where}[{key!r}]")


def keys_differ(what: Fact, missing: list[Any], extra: list[Any]) -> Message:
    """Return the sentence that names are missing, or there that nobody asked for."""
    kind = "lacks_and_has" if missing and extra else "lacks" if missing else "has_besides"
    told = {"what": what}
    told |= {"missing": description(missing)} if missing else {}
    told |= {"extra": description(extra)} if extra else {}
    return Message(id=kind, facts=told)


def _compare_sequences(actual: Any, expected: Any, tolerance: _Tolerance, what: Fact, where: str) -> None:
    if isinstance(actual, torch.Tensor) or not isinstance(actual, list | tuple):
        _wrong_kind(actual, expected, what, where)
    if type(actual) is not type(expected) and not tolerance.sequence:
        _wrong_kind(actual, expected, what, where)
    if len(actual) != len(expected):
        message = Message(id="length", facts={"what": _at(what, where), "seen": len(actual), "wanted": len(expected)})
        fail_with("length", message, actual, expected, where)
    for index, (one, other) in enumerate(zip(actual, expected, strict=True)):
        _compare(one, other, tolerance, what, f"{where}[{index}]")


def _is_expected(kind: str, actual: Any, expected: Any, what: Fact, where: str) -> NoReturn:
    told = {"what": _at(what, where), "seen": description(actual), "wanted": description(expected)}
    fail_with(kind, Message(id="is_expected", facts=told), actual, expected, where)


def _wrong_kind(actual: Any, expected: Any, what: Fact, where: str) -> NoReturn:
    told: dict[str, Fact] = {"what": _at(what, where), "seen": kind_of(actual), "wanted": kind_of(expected)}
    fail_with("type", Message(id="is_expected", facts=told), actual, expected, where)


def _at(what: Fact, where: str) -> Fact:
    if not where:
        return what
    if where.startswith("[") and isinstance(what, str) and what.isidentifier():
        return f"{what}{where}"
    return Message(id="place", facts={"what": what, "where": where})


def fail_with(
    kind: str,
    said: Message,
    actual: Any,
    expected: Any,
    where: str = "",
    *,
    diagnosis: tuple[Diagnosis, ...] | None = None,
) -> NoReturn:
    """Raise CheckFailed with evidence of `actual` and `expected`, from which the diagnosis is made if none is given."""
    raise CheckFailed(
        Evidence(
            kind=kind,
            summary=str(said),
            said=said,
            where=where,
            expected=describe(expected),
            actual=describe(actual),
            expected_tensor=facts(expected) if isinstance(expected, torch.Tensor) else None,
            actual_tensor=facts(actual) if isinstance(actual, torch.Tensor) else None,
            diagnosis=diagnose(actual, expected) if diagnosis is None else diagnosis,
        )
    )
