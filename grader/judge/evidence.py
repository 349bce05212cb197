"""A failed comparison, with what it saw."""

from collections.abc import Mapping
from typing import Any, Final

import torch

from grader.model.clean import clean
from grader.model.evidence import Evidence, TensorFacts
from grader.sandbox.handle import Handle, type_name_of
from grader.sandbox.session import ORIGIN
from grader.wire.tensors import is_lazy
from grader.wire.values import TensorHead

_FEW: Final = 64
_TEXT: Final = 400


class CheckFailed(AssertionError):
    """A comparison did not hold; `evidence` is what was seen."""

    def __init__(self, evidence: Evidence) -> None:
        super().__init__(evidence.summary)
        self.evidence = evidence


def origin(tensor: torch.Tensor) -> TensorHead | None:
    """Return what came over the wire beside a tensor's values; None for the judge's own tensors."""
    head = getattr(tensor, ORIGIN, None)
    return head if isinstance(head, TensorHead) else None


def facts(tensor: torch.Tensor) -> TensorFacts:
    """Return what is told of a tensor."""
    head = origin(tensor)
    dtype = str(tensor.dtype).removeprefix("torch.")
    if is_lazy(tensor):
        return TensorFacts(shape=(), dtype=dtype, values="uninitialized: its shape is not known yet")
    few = not tensor.is_meta and tensor.numel() <= _FEW
    return TensorFacts(
        shape=tuple(tensor.shape),
        dtype=dtype,
        device=head.device if head else str(tensor.device),
        requires_grad=tensor.requires_grad,
        values=_values(tensor) if few else "",
    )


def describe(value: Any) -> str:
    """Return a value in words, short: what it is, and its content where that is little."""
    if isinstance(value, Handle):
        return f"an object of class {clean(type_name_of(value), 100)}"
    if isinstance(value, torch.Tensor):
        seen = facts(value)
        if is_lazy(value):
            return "an uninitialized parameter"
        head = f"a {seen.dtype} tensor of shape {seen.shape}" + (f" on {seen.device}" if seen.device != "cpu" else "")
        return f"{head}: {seen.values}" if seen.values and value.numel() <= _FEW // 4 else head
    if isinstance(value, Mapping) and any(isinstance(item, torch.Tensor | Handle) for item in value.values()):
        return f"a dict with the keys {clean(repr(list(value)), _TEXT)}"
    if isinstance(value, list | tuple) and any(isinstance(item, torch.Tensor | Handle) for item in value):
        return f"a {type(value).__name__} of {len(value)} elements"
    try:
        return clean(repr(value), _TEXT)
    except ValueError:  # an integer of more digits than Python writes out
        return f"{kind_of(value)}, too long to be shown"


def kind_of(value: Any) -> str:
    """Return what kind of thing a value is, with its article: for "expected ..., got ..."."""
    if isinstance(value, Handle):
        return f"an object of class {clean(type_name_of(value), 100)}"
    if value is None:
        return "None"
    name = "tensor" if isinstance(value, torch.Tensor) else type(value).__name__
    return f"an {name}" if name[0] in "aeiou" else f"a {name}"


def _values(tensor: torch.Tensor) -> str:
    return str(tensor.detach().resolve_conj().resolve_neg().tolist())
