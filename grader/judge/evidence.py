"""A failed comparison, with what it saw."""

import math
from collections.abc import Mapping
from typing import Any, Final

import torch

from grader.model.clean import clean
from grader.model.evidence import Evidence, TensorFacts
from grader.model.message import Fact, Message
from grader.sandbox.handle import Handle, type_name_of
from grader.sandbox.session import ORIGIN
from grader.wire.tensors import is_lazy
from grader.wire.values import TensorHead

_FEW: Final = 64
_TEXT: Final = 400
_at_length = False


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
    values = ""
    if not tensor.is_meta and _is_small(tensor):
        values = _values(tensor)
    elif not tensor.is_meta and _at_length:
        values = _laid_out(tensor)
    return TensorFacts(
        shape=tuple(tensor.shape),
        dtype=dtype,
        device=head.device if head else str(tensor.device),
        requires_grad=tensor.requires_grad,
        values=values,
    )


def describe(value: Any) -> str:
    """Return a value in words, short: what it is, and its content where that is little."""
    return str(description(value))


def description(value: Any) -> Fact:
    """Return what `describe` says as a fact of a message, which can be said in other languages."""
    if isinstance(value, Handle):
        return kind_of(value)
    if isinstance(value, torch.Tensor):
        return _of_tensor(value)
    if isinstance(value, Mapping) and any(isinstance(item, torch.Tensor | Handle) for item in value.values()):
        return Message(id="dict_with_keys", facts={"keys": shown(list(value))})
    if isinstance(value, list | tuple) and any(isinstance(item, torch.Tensor | Handle) for item in value):
        return Message(id="sequence_of", facts={"kind": type(value).__name__, "count": len(value)})
    return shown(value)


def shown(value: Any) -> Fact:
    """Return what Python writes for a value, cut where it is long."""
    try:
        return clean(repr(value), _TEXT)
    except ValueError:  # an integer of more digits than Python writes out, or one somewhere in it
        return Message(id="too_long", facts={"kind": kind_of(value)})


def _of_tensor(tensor: torch.Tensor) -> Fact:
    if is_lazy(tensor):
        return Message(id="uninitialized")
    seen = facts(tensor)
    on_cpu = seen.device == "cpu"
    head = Message(
        id="tensor_of" if on_cpu else "tensor_on",
        facts={"dtype": seen.dtype, "shape": seen.shape} | ({} if on_cpu else {"device": seen.device}),
    )
    if seen.values and tensor.numel() <= _FEW // 4:
        return Message(id="tensor_values", facts={"tensor": head, "values": seen.values})
    return head


def kind_of(value: Any) -> Message:
    """Return what kind of thing a value is, with its article: for "expected ..., got ..."."""
    if isinstance(value, Handle):
        return Message(id="object_of_class", facts={"name": clean(type_name_of(value), 100)})
    if value is None:
        return Message(id="none")
    name = "tensor" if isinstance(value, torch.Tensor) else type(value).__name__
    return Message(id="an_kind" if name[0] in "aeiou" else "a_kind", facts={"name": name})


def show_at_length() -> None:
    """Tell tensors of any size with their values from now on. For a process that ends with its grading."""
    global _at_length  # noqa: PLW0603 - a judge is a fork for one grading, and comparisons are called by checks
    _at_length = True


def _is_small(tensor: torch.Tensor) -> bool:
    """Tell whether few values are to be written out. Of none at all there may be very many empty rows."""
    return math.prod(max(size, 1) for size in tensor.shape) <= _FEW


def _laid_out(tensor: torch.Tensor) -> str:
    """Return many values as torch writes them, of the largest tensors the edges."""
    torch.set_printoptions(precision=6, threshold=1_000, edgeitems=4, linewidth=100)  # type: ignore[no-untyped-call]
    try:
        return str(tensor.detach().resolve_conj().resolve_neg())
    finally:
        torch.set_printoptions(profile="default")  # type: ignore[no-untyped-call] # as a check would find it


def _values(tensor: torch.Tensor) -> str:
    return str(tensor.detach().resolve_conj().resolve_neg().tolist())
