"""From two tensors that differ to a sentence in words of torch.

Each rule looks for one mistake and speaks only when the tensor that came is
exactly what that mistake would have given: a wrong guess is worse than none.
"""

import itertools
from collections.abc import Callable, Iterator
from typing import Final

import torch

from grader.wire.tensors import is_lazy

_MAX_ELEMENTS: Final = 1_000_000
_MATRIX: Final = 2
_MAX_DIMENSIONS: Final = 4
_RTOL: Final = 1e-4
_ATOL: Final = 1e-6

Same = Callable[[torch.Tensor, torch.Tensor], bool]
Rule = Callable[[torch.Tensor, torch.Tensor, Same], Iterator[str]]


def diagnose(actual: torch.Tensor, expected: torch.Tensor) -> tuple[str, ...]:
    """Return what the difference looks like; empty where no rule recognizes it.

    Args:
        actual: what came, any shape and dtype.
        expected: what was expected.
    """
    if any(is_lazy(t) or t.is_meta or not 0 < t.numel() <= _MAX_ELEMENTS for t in (actual, expected)):
        return ()
    if actual.is_complex() != expected.is_complex():
        return ()
    found = list(_dtype_rule(actual, expected))
    theirs, ours = _wide(actual), _wide(expected)
    same = _near if any(t.is_floating_point() or t.is_complex() for t in (actual, expected)) else _identical
    if same(theirs, ours):
        return tuple(found)  # they differ by too little for any of these mistakes
    for rule in _RULES:
        found += rule(theirs, ours, same)
        if len(found) > 1:
            break
    return tuple(found[:2])


def _wide(tensor: torch.Tensor) -> torch.Tensor:
    return tensor.detach().to(torch.complex128 if tensor.is_complex() else torch.float64)


def _identical(one: torch.Tensor, other: torch.Tensor) -> bool:
    return one.shape == other.shape and torch.equal(one, other)


def _near(one: torch.Tensor, other: torch.Tensor) -> bool:
    return one.shape == other.shape and one.dtype == other.dtype and torch.allclose(one, other, rtol=_RTOL, atol=_ATOL)


def _dtype_rule(actual: torch.Tensor, expected: torch.Tensor) -> Iterator[str]:
    if actual.dtype == expected.dtype:
        return
    seen, wanted = (str(t.dtype).removeprefix("torch.") for t in (actual, expected))
    if actual.is_floating_point() and expected.is_floating_point() and _near(_wide(actual), _wide(expected)):
        yield f"the values are right, but {seen} came where {wanted} went in: a tensor created inside has its own dtype"


def _not_finite(actual: torch.Tensor, expected: torch.Tensor, _same: Same) -> Iterator[str]:
    bad = ~torch.isfinite(actual)
    if bool(bad.any()) and bool(torch.isfinite(expected).all()):
        index = bad.nonzero()[0].tolist()
        name = "NaN" if bool(torch.isnan(actual[tuple(index)])) else "inf"
        yield f"{name}{f' at {index}' if index else ''}, where a finite number is expected"


def _permuted(actual: torch.Tensor, expected: torch.Tensor, same: Same) -> Iterator[str]:
    if not _MATRIX <= expected.dim() <= _MAX_DIMENSIONS or actual.dim() != expected.dim():
        return
    for order in itertools.permutations(range(expected.dim())):
        if order == tuple(range(expected.dim())) or not same(actual, expected.permute(order)):
            continue
        if same(expected, expected.permute(order)):
            continue
        yield (
            "the transpose of what is expected"
            if expected.dim() == _MATRIX
            else f"the dimensions are in another order: permute{order} of what is expected"
        )
        return


def _reordered(actual: torch.Tensor, expected: torch.Tensor, same: Same) -> Iterator[str]:
    if actual.shape != expected.shape or expected.is_complex():
        return
    for dim in range(expected.dim()):
        if expected.shape[dim] > 1 and same(actual, expected.flip(dim)):
            yield f"flipped along dim {dim}"
            return
        for shift in range(1, min(expected.shape[dim], 64)):
            if same(actual, expected.roll(shift, dim)):
                yield f"the same values, shifted by {shift} along dim {dim}: perhaps two parts in the wrong order"
                return
    if expected.dim() == 1 and same(actual.sort().values, expected.sort().values):
        yield "the same values in another order"


def _scaled(actual: torch.Tensor, expected: torch.Tensor, same: Same) -> Iterator[str]:
    if actual.shape != expected.shape or not bool(expected.abs().max() > _ATOL):
        return
    if same(actual, torch.zeros_like(actual)):
        yield "all zeros"
        return
    if same(actual, -expected):
        yield "the negative of what is expected"
        return
    where = int(expected.abs().argmax())
    factor = actual.flatten()[where] / expected.flatten()[where]
    # Of a single number, any other is a multiple.
    if int((expected != 0).sum()) > 1 and bool(factor.abs() > _ATOL) and same(actual, expected * factor):
        yield f"off by a constant factor of {factor.item():.6g}"
    elif expected.numel() > 1:
        offset = (actual - expected).flatten()[0]
        if bool(offset.abs() > _ATOL) and same(actual, expected + offset):
            yield f"off by a constant of {offset.item():.6g}"


def _reduced(actual: torch.Tensor, expected: torch.Tensor, same: Same) -> Iterator[str]:
    if actual.shape == expected.shape:
        return
    if actual.numel() == expected.numel() and same(actual.reshape(expected.shape), expected):
        yield "the values are right, the shape is not: the result is reshaped, or a dimension is lost or added"
    elif expected.numel() == 1 and actual.numel() > 1 and same(actual.sum().reshape(expected.shape), expected):
        yield "not summed: the sum of what came is what is expected"
    elif expected.numel() == 1 and actual.numel() > 1 and same(actual.mean().reshape(expected.shape), expected):
        yield "not averaged: the mean of what came is what is expected"


def _concatenated(actual: torch.Tensor, expected: torch.Tensor, same: Same) -> Iterator[str]:
    """Two parts joined along another dimension: their sizes trade places, and the halves are all there."""
    if actual.dim() != expected.dim() or actual.numel() != expected.numel() or actual.shape == expected.shape:
        return
    grown = [d for d in range(expected.dim()) if actual.shape[d] > expected.shape[d]]
    shrunk = [d for d in range(expected.dim()) if actual.shape[d] < expected.shape[d]]
    if len(grown) != 1 or len(shrunk) != 1 or actual.shape[grown[0]] % expected.shape[grown[0]]:
        return
    parts = torch.split(actual, expected.shape[grown[0]], dim=grown[0])
    if same(torch.cat(parts, dim=shrunk[0]), expected):
        yield f"concatenated along dim {grown[0]} instead of dim {shrunk[0]}"


_RULES: Final[tuple[Rule, ...]] = (_not_finite, _permuted, _scaled, _reordered, _concatenated, _reduced)
