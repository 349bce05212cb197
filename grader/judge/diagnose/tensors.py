"""Two tensors that differ: which mistake gives exactly the one that came, from the one that is expected?"""

import cmath
import itertools
from collections.abc import Callable, Iterator, Mapping
from typing import Final

import torch

from grader.judge.diagnose.alike import ATOL, is_telling, same_values, scale, varies
from grader.judge.diagnose.joined import added, concatenated
from grader.judge.diagnose.shapes import diagnose_shapes
from grader.judge.diagnose.sizes import resized
from grader.model.message import Diagnosis
from grader.wire.tensors import is_lazy

_MAX_ELEMENTS: Final = 1_000_000
_MATRIX: Final = 2
_MAX_DIMENSIONS: Final = 4
_MAX_SHIFT: Final = 64

_OTHER_DTYPE: Final = frozenset({"dtype_created", "real_part", "absolute", "real_and_imaginary"})
"""Rules that say why the dtype is another one."""

Same = Callable[[torch.Tensor, torch.Tensor], bool]
Rule = Callable[[torch.Tensor, torch.Tensor, Same], Iterator[Diagnosis]]


def diagnose_tensors(
    actual: torch.Tensor, expected: torch.Tensor, over: Mapping[str, int] | None = None
) -> tuple[Diagnosis, ...]:
    """Return what the difference looks like; empty where no rule recognizes it.

    Args:
        actual: what came, any shape and dtype.
        expected: what was expected.
        over: numbers over which a sum or mean may have been taken, by their names, such as `{"examples": 6}`.
    """
    if any(is_lazy(t) or t.is_meta for t in (actual, expected)):
        return ()
    told, broken = _by_values(actual, expected, over or {})
    if actual.shape != expected.shape:
        # Before all that is said of values.
        return (*(told or diagnose_shapes(tuple(actual.shape), tuple(expected.shape))), *broken)[:2]
    if actual.dtype != expected.dtype and not {one.rule for one in told} & _OTHER_DTYPE:
        told = [Diagnosis(rule="dtype", facts={"seen": _name(actual), "wanted": _name(expected)}), *broken, *told]
        return tuple(told[:2])
    return (*broken, *told)[:2]


def diagnose_scale(actual: torch.Tensor, expected: torch.Tensor, over: Mapping[str, int]) -> tuple[Diagnosis, ...]:
    """Return what the difference looks like between values whose places have no meaning, such as all gradients."""
    theirs, ours = _wide(actual), _wide(expected)
    return tuple(_not_finite(theirs, ours, same_values)) or tuple(_scaled(theirs, ours, same_values, over))


def _by_values(
    actual: torch.Tensor, expected: torch.Tensor, over: Mapping[str, int]
) -> tuple[list[Diagnosis], list[Diagnosis]]:
    """Return what mistake the values show, and whether there are values that are no numbers."""
    if not all(0 < t.numel() <= _MAX_ELEMENTS for t in (actual, expected)):
        return [], []
    if created := list(_dtype(actual, expected)):
        return created, []
    theirs, ours = _wide(actual), _wide(expected)
    broken = list(_not_finite(theirs, ours, same_values))
    if theirs.is_complex() != ours.is_complex():
        return list(_part_of_complex(theirs, ours)), broken
    same = same_values if any(t.is_floating_point() or t.is_complex() for t in (actual, expected)) else _identical
    if same(theirs, ours):
        return [], broken  # they differ by too little for any of these mistakes
    told = list(_scaled(theirs, ours, same, over))
    told += itertools.chain.from_iterable(rule(theirs, ours, same) for rule in _RULES)
    # What two mistakes would have given may be either of them, and nobody knows which.
    return told if len(told) == 1 else [], broken


def _wide(tensor: torch.Tensor) -> torch.Tensor:
    return tensor.detach().to(torch.complex128 if tensor.is_complex() else torch.float64)


def _identical(one: torch.Tensor, other: torch.Tensor) -> bool:
    return one.shape == other.shape and torch.equal(one, other)


def _name(tensor: torch.Tensor) -> str:
    return str(tensor.dtype).removeprefix("torch.")


def _dtype(actual: torch.Tensor, expected: torch.Tensor) -> Iterator[Diagnosis]:
    if (
        actual.dtype != expected.dtype
        and all(t.is_floating_point() and 0 < t.numel() <= _MAX_ELEMENTS for t in (actual, expected))
        and same_values(_wide(actual), _wide(expected))
    ):
        yield Diagnosis(rule="dtype_created", facts={"seen": _name(actual), "wanted": _name(expected)})


def _not_finite(actual: torch.Tensor, expected: torch.Tensor, _same: Same) -> Iterator[Diagnosis]:
    bad = ~torch.isfinite(actual)
    if bool(bad.any()) and bool(torch.isfinite(expected).all()):
        index = tuple(bad.nonzero()[0].tolist())
        name = "NaN" if bool(torch.isnan(actual[index])) else "inf"
        if index:
            yield Diagnosis(rule="not_finite", facts={"name": name, "index": str(list(index))})
        else:
            yield Diagnosis(rule="not_finite_number", facts={"name": name})


def _part_of_complex(actual: torch.Tensor, expected: torch.Tensor) -> Iterator[Diagnosis]:
    """Look for the real numbers that were made of complex ones. Of real non-negative ones, both would be said."""
    if actual.is_complex():
        return
    if same_values(actual, torch.view_as_real(expected)):
        yield Diagnosis(rule="real_and_imaginary")
    elif bool(expected.imag.any()) and same_values(actual, expected.abs()) != same_values(actual, expected.real):
        yield Diagnosis(rule="absolute" if same_values(actual, expected.abs()) else "real_part")


def _permuted(actual: torch.Tensor, expected: torch.Tensor, same: Same) -> Iterator[Diagnosis]:
    if not _MATRIX <= expected.dim() <= _MAX_DIMENSIONS or actual.dim() != expected.dim():
        return
    if same(actual, expected):
        return
    orders = [order for order in itertools.permutations(range(expected.dim())) if same(actual, expected.permute(order))]
    # A row where a column is expected may be a transpose, or an output that lost and got a dimension.
    moved = {expected.shape[dim] for dim, place in enumerate(orders[0]) if dim != place} if orders else set()
    if len(orders) != 1 or 1 in moved:
        return
    if expected.dim() == _MATRIX:
        yield Diagnosis(rule="transposed")
    else:
        yield Diagnosis(rule="permuted", facts={"order": orders[0]})


def _reordered(actual: torch.Tensor, expected: torch.Tensor, same: Same) -> Iterator[Diagnosis]:
    if actual.shape != expected.shape or expected.is_complex():
        return
    found = []
    for dim in range(expected.dim()):
        size = expected.shape[dim]
        if size > 1 and same(actual, expected.flip(dim)):
            found.append(Diagnosis(rule="flipped", facts={"dim": dim}))
        for shift in range(1, min(size, _MAX_SHIFT) if size > _MATRIX else 1):
            if same(actual, expected.roll(shift, dim)):
                # One back is nearer than all but one forward.
                by = shift if shift <= size // 2 else shift - size
                found.append(Diagnosis(rule="shifted", facts={"by": by, "dim": dim}))
    if len(found) == 1 and expected.shape[int(str(found[0].facts["dim"]))] > _MATRIX:
        yield found[0]
    elif found or (expected.dim() == 1 and same(actual.sort().values, expected.sort().values)):
        yield Diagnosis(
            rule="reordered"
        )  # in more than one way, as two halves that are flipped or shifted: nobody knows which it was


def _scaled(actual: torch.Tensor, expected: torch.Tensor, same: Same, over: Mapping[str, int]) -> Iterator[Diagnosis]:
    if actual.shape != expected.shape or not bool(expected.any()):
        return
    if not bool(actual.any()):
        yield Diagnosis(rule="all_zeros")
        return
    if is_telling(expected):
        if same(actual, -expected):
            yield Diagnosis(rule="negated")
            return
        named = [
            Diagnosis(rule=rule, facts={"over": name, "count": count})
            for name, count in over.items()
            for rule, factor in (("summed_over", count), ("averaged_over", 1 / count))
            if count > 1 and same(actual, expected * factor)
        ]
        if len(named) == 1:  # else two numbers are alike, and only the factor is certain
            yield named[0]
            return
    # Of numbers that are all alike, any others that are all alike are a multiple, and so far away.
    if varies(expected):
        yield from _linear(actual, expected, same)


def _linear(actual: torch.Tensor, expected: torch.Tensor, same: Same) -> Iterator[Diagnosis]:
    where = int(expected.abs().argmax())
    factor = actual.flatten()[where] / expected.flatten()[where]
    # A pattern of zeros and one other number is a multiple of each such pattern.
    if varies(expected[expected != 0]) and bool(factor.abs() > ATOL) and same(actual, expected * factor):
        if (number := _number(factor)) is not None:
            yield Diagnosis(rule="factor", facts={"factor": number})
        return
    offset = (actual - expected).flatten()[0]
    if (
        float(offset.abs()) > ATOL * scale(expected)
        and same(actual, expected + offset)
        and (number := _number(offset)) is not None
    ):
        yield Diagnosis(rule="offset", facts={"offset": number})


def _number(value: torch.Tensor) -> float | None:
    """Return a number that a sentence can hold; None for one with an imaginary part, or without an end."""
    number = complex(value.item())
    return number.real if cmath.isfinite(number) and abs(number.imag) <= ATOL else None


def _computed(actual: torch.Tensor, expected: torch.Tensor, same: Same) -> Iterator[Diagnosis]:
    """Look for a function that was applied once too often or not at all; several different numbers must agree."""
    if actual.shape != expected.shape or not varies(expected.abs()):
        return
    functions: dict[str, Callable[[torch.Tensor], torch.Tensor]] = {
        "squared": torch.square,
        "rooted": torch.sqrt,
        "reciprocal": torch.reciprocal,
        "absolute": torch.abs,
        "exponential": torch.exp,
        "logarithm": torch.log,
    }
    for rule, function in functions.items():
        if expected.is_complex() and rule == "absolute":
            continue
        changed = function(expected)
        # Two numbers at least must have been changed: of one, it may have been something else.
        moved = (changed - expected).abs() > ATOL * scale(expected)
        if bool(torch.isfinite(changed).all()) and same(actual, changed) and varies(expected[moved].abs()):
            yield Diagnosis(rule=rule)
            return


def _reduced(actual: torch.Tensor, expected: torch.Tensor, same: Same) -> Iterator[Diagnosis]:
    if actual.shape == expected.shape:
        return
    if actual.numel() == expected.numel() and same(actual.reshape(expected.shape), expected):
        yield Diagnosis(rule="reshaped", facts={"seen": tuple(actual.shape), "wanted": tuple(expected.shape)})
    elif expected.numel() == 1:
        yield from _to_one(actual, expected, same)
    else:
        for dim in range(expected.dim()):
            yield from _along(dim, actual, expected, same)


def _to_one(actual: torch.Tensor, expected: torch.Tensor, same: Same) -> Iterator[Diagnosis]:
    """Look for a last step that is missing. Where the sum is zero, the mean is it too; of equal values, each one is."""
    if not bool(expected.any()) or not varies(actual):
        return
    if same(actual.sum().reshape(expected.shape), expected):
        yield Diagnosis(rule="not_summed")
    elif same(actual.mean().reshape(expected.shape), expected):
        yield Diagnosis(rule="not_averaged")


def _along(dim: int, actual: torch.Tensor, expected: torch.Tensor, same: Same) -> Iterator[Diagnosis]:
    if expected.shape[dim] < _MATRIX or not is_telling(expected):
        return
    # Where all along it are equal, the mean is each of them: it may be an index as well.
    alike = same(expected, expected.narrow(dim, 0, 1).expand(expected.shape))
    for rule, reduce in (("reduced_by_sum", torch.sum), ("reduced_by_mean", torch.mean)):
        if reduce is torch.mean and alike:
            continue
        if any(same(actual, reduce(expected, dim, keepdim=keep)) for keep in (False, True)):
            yield Diagnosis(rule=rule, facts={"dim": dim})


_RULES: Final[tuple[Rule, ...]] = (_permuted, _reordered, _computed, concatenated, added, resized, _reduced)
