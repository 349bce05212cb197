"""Student's side: plain data and tensors become nodes, everything else a handle."""

import collections
import re
from collections.abc import Callable
from typing import Any

import torch

from grader.wire.tensors import DTYPES, TensorWriter, is_plain
from grader.wire.values import (
    DEVICE,
    MAX_DEPTH,
    MAX_INTEGER_DIGITS,
    MAX_NODES,
    BytesNode,
    ComplexNode,
    MappingNode,
    NameNode,
    Node,
    RefNode,
    SequenceNode,
    TensorNode,
    WireValueError,
)

_SCALARS = (bool, float, str)
_SEQUENCES: dict[type, str] = {list: "l", tuple: "t", torch.Size: "z"}
_SETS: dict[type, str] = {set: "s", frozenset: "f"}
_MAPPINGS = (dict, collections.OrderedDict)
_KEYS = (type(None), bool, int, float, str, bytes, tuple, frozenset, torch.Size, torch.dtype, torch.device)
_WORD = 2**63
_KNOWN_DTYPES = frozenset(DTYPES.values())


class _NoKeyError(Exception):
    """A dict's key, or a set's member, that has no equal on the other side."""


class Encoder:
    """Encodes the value of one message.

    Only exact types count as plain data: an instance of a subclass may lie about
    its content, and stays behind as a handle.

    Args:
        keep: keeps an object and returns its number, for what travels as a handle.
    """

    def __init__(self, keep: Callable[[object], int]) -> None:
        self.tensors = TensorWriter()
        self._keep = keep
        self._nodes = 0

    def encode(self, value: Any, depth: int = 0) -> Node:  # noqa: C901 -- one branch for each kind of data
        """Return the node of `value`.

        Raises:
            WireValueError: it is nested too deeply, or has too many elements.
        """
        self._count(depth)
        kind = type(value)
        if value is None or kind in _SCALARS or kind is RefNode:
            node: Node = value
            return node
        if kind is int:
            return value if -_WORD <= value < _WORD else _long(value)
        if kind in _SEQUENCES:
            return SequenceNode(_SEQUENCES[kind], [self.encode(item, depth + 1) for item in value])
        if kind in _SETS or kind in _MAPPINGS:
            try:
                members = [self._key(item, depth + 1, tensors=kind in _SETS) for item in value]
            except _NoKeyError:
                return self._stays(value)
            if kind in _SETS:
                return SequenceNode(_SETS[kind], members)
            return MappingNode(kind is not dict, members, [self.encode(item, depth + 1) for item in value.values()])
        if kind is bytes:
            return BytesNode(value)
        if kind is complex:
            return ComplexNode(value.real, value.imag)
        if (kind is torch.dtype and value in _KNOWN_DTYPES) or (
            kind is torch.device and re.fullmatch(DEVICE, str(value))
        ):
            return NameNode(kind.__name__, str(value).removeprefix("torch."))
        if is_plain(value):
            return TensorNode(self.tensors.add(value))
        return self._stays(value)

    def _count(self, depth: int) -> None:
        self._nodes += 1
        if depth > MAX_DEPTH:
            raise WireValueError(f"a value nested more than {MAX_DEPTH} levels deep")
        if self._nodes > MAX_NODES:
            raise WireValueError(f"a value of more than {MAX_NODES} elements")

    def _key(self, value: Any, depth: int, *, tensors: bool = False) -> Node:
        """Return the node of a key or member; what stays behind would be no key over there."""
        kind = type(value)
        if kind is tuple or kind is frozenset:
            self._count(depth)
            mark = "t" if kind is tuple else "f"
            return SequenceNode(mark, [self._key(item, depth + 1) for item in value])
        if kind not in _KEYS and not (tensors and is_plain(value)):
            raise _NoKeyError
        node = self.encode(value, depth)
        if isinstance(node, RefNode):
            raise _NoKeyError
        return node

    def _stays(self, value: Any) -> RefNode:
        return RefNode(self._keep(value), type(value).__qualname__[:200])


def _long(value: int) -> NameNode:
    if value.bit_length() > 4 * MAX_INTEGER_DIGITS - 12:
        raise WireValueError(f"an integer of {value.bit_length()} bits")
    return NameNode("int", hex(value))
