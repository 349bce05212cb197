"""Student's side: plain data and tensors become nodes, everything else a handle."""

import collections
from collections.abc import Callable
from typing import Any

import torch

from grader.wire.tensors import TensorWriter, is_plain
from grader.wire.values import (
    MAX_DEPTH,
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
_SEQUENCES: dict[type, str] = {list: "l", tuple: "t", set: "s", frozenset: "f", torch.Size: "z"}
_MAPPINGS = (dict, collections.OrderedDict)
_KEYS = (type(None), bool, int, float, str, bytes, tuple, frozenset, torch.Size, torch.dtype, torch.device)
_WORD = 2**63


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
        self._nodes += 1
        if depth > MAX_DEPTH:
            raise WireValueError(f"a value nested more than {MAX_DEPTH} levels deep")
        if self._nodes > MAX_NODES:
            raise WireValueError(f"a value of more than {MAX_NODES} elements")
        kind = type(value)
        if value is None or kind in _SCALARS or kind is RefNode:
            node: Node = value
            return node
        if kind is int:
            return value if -_WORD <= value < _WORD else NameNode("int", hex(value))
        if kind in _SEQUENCES:
            return SequenceNode(_SEQUENCES[kind], [self.encode(item, depth + 1) for item in value])
        if kind in _MAPPINGS and all(type(key) in _KEYS for key in value):
            keys = [self.encode(key, depth + 1) for key in value]
            items = [self.encode(item, depth + 1) for item in value.values()]
            return MappingNode(kind is not dict, keys, items)
        if kind is bytes:
            return BytesNode(value)
        if kind is complex:
            return ComplexNode(value.real, value.imag)
        if kind is torch.dtype or kind is torch.device:
            return NameNode(kind.__name__, str(value).removeprefix("torch."))
        if is_plain(value):
            return TensorNode(self.tensors.add(value))
        return RefNode(self._keep(value), kind.__qualname__[:200])
