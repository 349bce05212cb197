"""Judge's side: nodes become Python values again, within bounds, trusting nothing."""

import collections
import re
from collections.abc import Callable, Hashable, Iterable
from typing import Any

import torch

from grader.wire.tensors import DTYPES, disjoint, read_tensor
from grader.wire.values import (
    DEVICE,
    MAX_DEPTH,
    MAX_INTEGER_DIGITS,
    MAX_NODES,
    MAX_SAME_HASH,
    MAX_TENSORS,
    BytesNode,
    ComplexNode,
    MappingNode,
    NameNode,
    Node,
    RefNode,
    SequenceNode,
    TensorHead,
    TensorNode,
    WireValueError,
)

_LARGEST_SIZE = 2**63 - 1


class Decoder:
    """Decodes the value of one message.

    Args:
        heads: the message's tensors.
        body: the frame's body.
        refer: makes the judge's stand-in for an object that stayed behind.
        arrived: told of each tensor and its head, once.

    Raises:
        WireValueError: from every method, where bytes are no value.
    """

    def __init__(
        self,
        heads: tuple[TensorHead, ...],
        body: bytearray,
        refer: Callable[[RefNode], Any],
        arrived: Callable[[torch.Tensor, TensorHead], None],
    ) -> None:
        if len(heads) > MAX_TENSORS:
            raise WireValueError("too many tensors")
        if not disjoint(heads):
            raise WireValueError("two tensors claim the same bytes")
        self._heads = heads
        self._body = body
        self._refer = refer
        self._arrived = arrived
        self._tensors: dict[int, torch.Tensor] = {}
        self._nodes = 0

    def decode(self, node: Node, depth: int = 0) -> Any:
        """Return the value of `node`; the same tensor index gives the same tensor."""
        self._nodes += 1
        if depth > MAX_DEPTH:
            raise WireValueError("nested too deeply")
        if self._nodes > MAX_NODES:
            raise WireValueError("too many elements")
        if isinstance(node, SequenceNode):
            return self._sequence(node, depth)
        if isinstance(node, MappingNode):
            return self._mapping(node, depth)
        if isinstance(node, TensorNode):
            return self._tensor(node.index)
        if isinstance(node, NameNode):
            return _named(node)
        if isinstance(node, BytesNode):
            return node.data
        if isinstance(node, ComplexNode):
            return complex(node.real, node.imag)
        if isinstance(node, RefNode):
            return self._refer(node)
        return node

    def _sequence(self, node: SequenceNode, depth: int) -> Any:
        items = [self.decode(item, depth + 1) for item in node.items]
        if node.kind == "l":
            return items
        if node.kind == "t":
            return tuple(items)
        if node.kind == "z":
            if not all(type(item) is int and 0 <= item <= _LARGEST_SIZE for item in items):
                raise WireValueError("a torch.Size of no sizes")
            return torch.Size(items)
        if node.kind in ("s", "f"):
            _check_hashes(items, "a set of what cannot be in one")
            return set(items) if node.kind == "s" else frozenset(items)
        raise WireValueError("no such sequence")

    def _mapping(self, node: MappingNode, depth: int) -> Any:
        if len(node.keys) != len(node.values):
            raise WireValueError("a dict with keys that have no value")
        keys = [self.decode(key, depth + 1) for key in node.keys]
        if any(isinstance(key, torch.Tensor) for key in keys):
            raise WireValueError("a dict with a tensor for a key")
        _check_hashes(keys, "a dict with a key that cannot be one")
        result: dict[Any, Any] = collections.OrderedDict() if node.ordered else {}
        for key, value in zip(keys, node.values, strict=True):
            result[key] = self.decode(value, depth + 1)
        return result

    def _tensor(self, index: int) -> torch.Tensor:
        if not 0 <= index < len(self._heads):
            raise WireValueError("no such tensor")
        tensor = self._tensors.get(index)
        if tensor is None:
            head = self._heads[index]
            tensor = self._tensors[index] = read_tensor(head, self._body)
            self._arrived(tensor, head)
        return tensor


def _check_hashes(members: Iterable[Hashable], message: str) -> None:
    """Refuse what has no hash, and the many members of one hash with which a look-up takes as long as a search."""
    counts: collections.Counter[int] = collections.Counter()
    try:
        counts.update(map(hash, members))
    except TypeError:
        raise WireValueError(message) from None
    if counts and max(counts.values()) > MAX_SAME_HASH:
        raise WireValueError("too many members with the same hash")


def _named(node: NameNode) -> Any:
    if node.kind == "dtype":
        if node.text not in DTYPES:
            raise WireValueError("no such dtype")
        return DTYPES[node.text]
    if node.kind == "device":
        if not re.fullmatch(DEVICE, node.text, re.ASCII):
            raise WireValueError("no such device")
        return torch.device(node.text)
    if node.kind == "int" and len(node.text) <= MAX_INTEGER_DIGITS:
        try:
            return int(node.text, 16)
        except ValueError:
            raise WireValueError("no integer") from None
    raise WireValueError("no such name")
