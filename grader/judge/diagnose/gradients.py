"""Rules about gradients, all of a net's together: what is true of one by chance is not true of all."""

from collections.abc import Mapping
from typing import Final

import torch

from grader.judge.diagnose.alike import is_telling, same_values, varies
from grader.judge.diagnose.names import listed
from grader.model.message import Diagnosis

_MANY: Final = 100
_NEARLY: Final = 1e-3


def diagnose_gradients(
    actual: Mapping[str, torch.Tensor | None],
    expected: Mapping[str, torch.Tensor],
    examples: int = 0,
    earlier: Mapping[str, torch.Tensor] | None = None,
) -> tuple[Diagnosis, ...]:
    """Return what wrong gradients look like; empty where no rule recognizes it.

    Args:
        actual: gradients by parameter, None where there is none.
        expected: those that are right.
        examples: how many there are in the batch; 0 where that is not known.
        earlier: the gradients of an earlier step.
    """
    missing = [name for name in expected if name in actual and actual[name] is None]
    if missing:
        return (Diagnosis(rule="gradient_missing", facts={"names": listed(missing)}),)
    theirs, ours = _all_of(actual, expected), _all_of(expected, expected)
    if theirs is None or ours is None or same_values(theirs, ours) or not bool(ours.any()):
        return ()
    if not bool(theirs.any()):
        return (Diagnosis(rule="gradient_zero", facts={"names": listed(list(expected))}),)
    before = _all_of(earlier, expected) if earlier else None
    found = []
    if examples > 1 and is_telling(ours):
        for rule, factor in (("gradient_batch", examples), ("gradient_averaged", 1 / examples)):
            if same_values(theirs, ours * factor):
                found.append(Diagnosis(rule=rule, facts={"count": examples}))
    if before is not None and bool(before.any()) and same_values(theirs, ours + before):
        found.append(Diagnosis(rule="gradient_accumulated"))
    if found:  # two examples, and twice the same step: nobody knows which it was
        return tuple(found) if len(found) == 1 else ()
    where = int(ours.abs().argmax())
    factor = float(theirs[where] / ours[where])
    count = round(factor) if abs(factor) < _MANY else 0
    if count > 1 and abs(factor - count) < _NEARLY and varies(ours) and same_values(theirs, ours * count):
        return (Diagnosis(rule="gradient_multiple", facts={"count": count}),)
    return ()


def _all_of(
    gradients: Mapping[str, torch.Tensor | None] | Mapping[str, torch.Tensor], like: Mapping[str, torch.Tensor]
) -> torch.Tensor | None:
    """Return all gradients in one row; None where one is no gradient of its parameter."""
    found = []
    for name, one in like.items():
        gradient = gradients.get(name)
        if not isinstance(gradient, torch.Tensor) or gradient.shape != one.shape or gradient.is_complex():
            return None
        found.append(gradient.detach().flatten().double())
    row = torch.cat(found) if found else None
    return row if row is not None and row.numel() and bool(torch.isfinite(row).all()) else None
