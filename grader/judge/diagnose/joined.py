"""Rules about parts that are joined, or should be."""

from collections.abc import Callable, Iterator, Sequence

import torch

from grader.judge.diagnose.alike import is_telling
from grader.model.message import Diagnosis

Same = Callable[[torch.Tensor, torch.Tensor], bool]


def concatenated(actual: torch.Tensor, expected: torch.Tensor, same: Same) -> Iterator[Diagnosis]:
    """Look for parts joined along another dimension: their sizes trade places, and the parts are all there."""
    if actual.dim() != expected.dim() or actual.numel() != expected.numel() or actual.shape == expected.shape:
        return
    grown = [d for d in range(expected.dim()) if actual.shape[d] > expected.shape[d]]
    shrunk = [d for d in range(expected.dim()) if actual.shape[d] < expected.shape[d]]
    if len(grown) != 1 or len(shrunk) != 1 or actual.shape[grown[0]] % expected.shape[grown[0]]:
        return
    parts = torch.split(actual, expected.shape[grown[0]], dim=grown[0])
    if same(torch.cat(parts, dim=shrunk[0]), expected):
        yield Diagnosis(rule="concatenated", facts={"seen": grown[0], "wanted": shrunk[0]})


def added(actual: torch.Tensor, expected: torch.Tensor, same: Same) -> Iterator[Diagnosis]:
    """Look for two parts of what is expected that were added, broadcast where need be, instead of joined."""
    if actual.dim() != expected.dim() or actual.shape == expected.shape or not is_telling(expected):
        return
    other = [d for d in range(expected.dim()) if actual.shape[d] != expected.shape[d]]
    if len(other) != 1 or actual.shape[other[0]] > expected.shape[other[0]]:
        return
    dim, size = other[0], expected.shape[other[0]]
    for cut in {actual.shape[dim], size - actual.shape[dim]}:
        one, two = torch.split(expected, [cut, size - cut], dim=dim)
        if {one.shape[dim], two.shape[dim]} <= {1, actual.shape[dim]} and same(actual, one + two):
            yield Diagnosis(rule="added", facts={"dim": dim})
            return


def diagnose_parts(
    parts: Sequence[torch.Tensor], expected: torch.Tensor | None, shape: tuple[int, ...], same: Same
) -> tuple[Diagnosis, ...]:
    """Return the diagnosis of parts that came separately, where joined they are what is expected.

    Args:
        parts: what came instead of one tensor.
        expected: what is expected; None where only its shape is known.
        shape: the shape that is expected.
        same: compares two tensors.
    """
    if len(parts) < 2 or len({(part.dim(), part.dtype) for part in parts}) != 1:  # noqa: PLR2004
        return ()
    for dim in range(parts[0].dim()):
        if len({(*part.shape[:dim], *part.shape[dim + 1 :]) for part in parts}) != 1:
            continue
        joined = torch.cat(list(parts), dim=dim)
        if tuple(joined.shape) != shape:
            continue
        if expected is None:
            return (Diagnosis(rule="not_joined_shapes", facts={"count": len(parts), "dim": dim}),)
        if joined.dtype == expected.dtype and same(joined.detach(), expected.detach()):
            return (Diagnosis(rule="not_joined", facts={"count": len(parts), "dim": dim}),)
    return ()
