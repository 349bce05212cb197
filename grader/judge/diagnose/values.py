"""Rules about values other than two tensors: kinds, numbers, names, and many values together."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

import torch

from grader.judge.diagnose.alike import FEW, is_common, same_values
from grader.judge.diagnose.joined import diagnose_parts
from grader.judge.diagnose.names import diagnose_names
from grader.judge.diagnose.shapes import diagnose_shapes
from grader.judge.diagnose.tensors import diagnose_scale, diagnose_tensors
from grader.judge.evidence import kind_of
from grader.model.message import Diagnosis, Message
from grader.sandbox.handle import Handle
from grader.wire.tensors import is_lazy

_MAX_ELEMENTS: Final = 1_000_000
_LARGE: Final = 2**53


def diagnose(actual: Any, expected: Any, over: Mapping[str, int] | None = None) -> tuple[Diagnosis, ...]:
    """Return what the difference of two values looks like; empty where no rule recognizes it.

    Args:
        actual: what came.
        expected: what was expected.
        over: numbers over which a sum or mean may have been taken, by their names.
    """
    if isinstance(expected, torch.Tensor):
        return _beside_tensor(actual, expected, over)
    if actual is None:
        return (Diagnosis(rule="none_came", facts={"wanted": kind_of(expected)}),)
    if isinstance(actual, torch.Tensor) and isinstance(expected, int | float) and not isinstance(expected, bool):
        return (Diagnosis(rule="tensor_for_number"),) if not is_lazy(actual) and actual.numel() == 1 else ()
    if _is_number(actual) and _is_number(expected):
        return _numbers(actual, expected)
    if isinstance(expected, Mapping) and isinstance(actual, Mapping):
        return _mappings(actual, expected, over or {})
    if isinstance(expected, list | tuple) and isinstance(actual, list | tuple):
        return _sequences(actual, expected, over or {})
    if isinstance(expected, Mapping | list | tuple) and not isinstance(actual, Handle):
        return (Diagnosis(rule="kind", facts={"seen": kind_of(actual), "wanted": kind_of(expected)}),)
    return ()


def diagnose_shape(actual: Any, wanted: tuple[int, ...]) -> tuple[Diagnosis, ...]:
    """Return how what came differs from a tensor of which only the shape is known.

    Args:
        actual: what came.
        wanted: the shape that is expected.
    """
    if actual is None:
        return (Diagnosis(rule="none_came", facts={"wanted": Message(id="a_kind", facts={"name": "tensor"})}),)
    if _is_number(actual):
        return (Diagnosis(rule="number_for_tensor"),)
    if isinstance(actual, list | tuple) and actual and all(map(_is_dense, actual)):
        return diagnose_parts(actual, None, wanted, same_values)
    return diagnose_shapes(tuple(actual.shape), wanted) if _is_dense(actual) else ()


def _beside_tensor(actual: Any, expected: torch.Tensor, over: Mapping[str, int] | None) -> tuple[Diagnosis, ...]:
    if isinstance(actual, torch.Tensor):
        return diagnose_tensors(actual, expected, over)
    if actual is None:
        return (Diagnosis(rule="none_came", facts={"wanted": kind_of(expected)}),)
    if _is_number(actual):
        return (Diagnosis(rule="number_for_tensor"),)
    if isinstance(actual, list | tuple) and actual and all(map(_is_dense, actual)) and _is_dense(expected):
        return diagnose_parts(actual, expected, tuple(expected.shape), same_values)
    return ()


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_dense(value: object) -> bool:
    return isinstance(value, torch.Tensor) and not is_lazy(value) and not value.is_meta


def _numbers(actual: Any, expected: Any) -> tuple[Diagnosis, ...]:
    """Speak of single numbers only where hardly any other number would do: each is a multiple of each other."""
    if isinstance(expected, float) and not math.isfinite(expected):
        return ()
    if actual in (math.inf, -math.inf) or actual != actual:  # noqa: PLR0124 -- NaN
        return (Diagnosis(rule="not_finite_number", facts={"name": "NaN" if math.isnan(actual) else "inf"}),)
    if abs(actual) > _LARGE or abs(expected) > _LARGE:  # integers of any length, which no sentence can hold
        return ()
    if type(actual) is type(expected) is int and abs(actual - expected) == 1 and max(actual, expected) >= FEW:
        return (Diagnosis(rule="one_off", facts={"seen": str(actual), "wanted": str(expected)}),)
    if actual == -expected and not is_common(expected):
        return (Diagnosis(rule="negated"),)
    return ()


def _mappings(actual: Mapping[Any, Any], expected: Mapping[Any, Any], over: Mapping[str, int]) -> tuple[Diagnosis, ...]:
    if actual.keys() != expected.keys():
        return diagnose_names(list(actual), list(expected))
    return _together([actual[key] for key in expected], list(expected.values()), over)


def _sequences(actual: Sequence[Any], expected: Sequence[Any], over: Mapping[str, int]) -> tuple[Diagnosis, ...]:
    if _are_names(actual) and _are_names(expected):
        return diagnose_names(list(actual), list(expected))
    if len(actual) != len(expected):
        return (Diagnosis(rule="length", facts={"seen": len(actual), "wanted": len(expected)}),)
    if actual and all(map(_is_number, (*actual, *expected))):
        try:
            one, other = (torch.tensor(list(map(float, values)), dtype=torch.float64) for values in (actual, expected))
        except OverflowError:  # an integer beyond every float
            return ()
        return diagnose_tensors(one, other, over)
    return _together(actual, expected, over)


def _are_names(values: Sequence[Any]) -> bool:
    """Tell whether these are names: several texts of which none is there twice."""
    return len(values) > 1 and all(isinstance(one, str) for one in values) and len(set(values)) == len(values)


def _together(actual: Sequence[Any], expected: Sequence[Any], over: Mapping[str, int]) -> tuple[Diagnosis, ...]:
    """Look at all tensors at once: what is true of one of them by chance is not true of all."""
    pairs = list(zip(actual, expected, strict=True))
    if len(pairs) < 2 or not all(_is_dense(one) and _is_dense(other) for one, other in pairs):  # noqa: PLR2004
        return ()
    if any(one.shape != other.shape or one.is_complex() or other.is_complex() for one, other in pairs):
        return ()
    if not 0 < sum(one.numel() for one, _ in pairs) <= _MAX_ELEMENTS:
        return ()
    theirs, ours = (torch.cat([one[side].detach().flatten().double() for one in pairs]) for side in (0, 1))
    return () if same_values(theirs, ours) else diagnose_scale(theirs, ours, over)
