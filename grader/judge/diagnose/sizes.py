"""Rules about how much came: a part, too much, or the same several times over."""

from collections.abc import Callable, Iterator

import torch

from grader.judge.diagnose.alike import varies
from grader.model.message import Diagnosis

Same = Callable[[torch.Tensor, torch.Tensor], bool]


def resized(actual: torch.Tensor, expected: torch.Tensor, same: Same) -> Iterator[Diagnosis]:
    """Look for what is expected in a part of what came, or the other way round."""
    if actual.shape == expected.shape:
        return
    yield from _broadcast(actual, expected, same)
    if actual.dim() != expected.dim():
        return
    other = [d for d in range(expected.dim()) if actual.shape[d] != expected.shape[d]]
    if len(other) != 1:
        return
    dim, seen, wanted = other[0], actual.shape[other[0]], expected.shape[other[0]]
    facts = {"dim": dim, "seen": seen, "wanted": wanted}
    if seen > wanted:
        if same(actual.narrow(dim, 0, wanted), expected) and not _is_repeated(actual, expected, same):
            yield Diagnosis(rule="too_many", facts=facts)
        return
    front = same(actual, expected.narrow(dim, 0, seen))
    back = same(actual, expected.narrow(dim, wanted - seen, seen))
    if front != back:  # else nobody knows which part it is
        yield Diagnosis(rule="cut_off" if front else "cut_off_front", facts=facts)


def _broadcast(actual: torch.Tensor, expected: torch.Tensor, same: Same) -> Iterator[Diagnosis]:
    shapes = {"seen": tuple(actual.shape), "wanted": tuple(expected.shape)}
    count = expected.numel()
    # What is repeated has the same diagonal as what was combined, and is repeated for certain.
    if _is_repeated(actual, expected, same):
        yield Diagnosis(rule="expanded", facts=shapes)
    elif (
        count > 1
        and tuple(actual.shape) == (count, count)
        and max(expected.shape) == count
        and varies(expected)  # of equal values, any matrix with that diagonal would do
        and same(actual.diagonal(), expected.reshape(count))
    ):
        yield Diagnosis(rule="broadcast", facts=shapes)


def _is_repeated(actual: torch.Tensor, expected: torch.Tensor, same: Same) -> bool:
    try:
        repeated = expected.expand(actual.shape)
    except RuntimeError:  # the shapes do not broadcast
        return False
    return actual.numel() > expected.numel() and same(actual, repeated)
