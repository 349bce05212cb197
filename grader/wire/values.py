"""Values of the wire: a typed tree of plain data, with tensors beside it in the body.

A tree is what msgspec decodes against `Node`: scalars as they are, everything
else as a small tagged struct. Whatever is no plain data travels as a `RefNode`.
"""

from typing import Final, TypeAlias

import msgspec

MAX_DEPTH: Final = 64
"""Nesting of lists, tuples and dicts that a value may have."""
MAX_NODES: Final = 1_000_000
"""Elements that one value may have in all."""
MAX_TENSORS: Final = 10_000
"""Tensors that one message may carry."""
MAX_DIMENSIONS: Final = 64
"""Dimensions of a tensor: torch's own limit."""
MAX_ELEMENTS: Final = 2**48
"""Elements that a tensor without bytes (meta, or with a size of 0) may claim to have."""
MAX_INTEGER_DIGITS: Final = 4096
"""Hexadecimal digits of an integer over 64 bits."""
MAX_SAME_HASH: Final = 64
"""Keys of one dict, or members of one set, that may have the same hash: more make every look-up slow."""
DEVICE: Final = r"(cpu|cuda|meta|mps|xpu|hpu|xla)(:(0|[1-9]\d?))?"
"""Names of devices that travel, as a regular expression."""
ALIGNMENT: Final = 64
"""Each tensor's bytes start at a multiple of this in the body."""


class SequenceNode(msgspec.Struct, tag="l", array_like=True, frozen=True):
    """A list (`kind` "l"), tuple ("t"), set ("s"), frozenset ("f") or torch.Size ("z")."""

    kind: str
    items: list["Node"]


class MappingNode(msgspec.Struct, tag="d", array_like=True, frozen=True):
    """A dict, or an OrderedDict where `ordered`; keys are nodes too."""

    ordered: bool
    keys: list["Node"]
    values: list["Node"]


class NameNode(msgspec.Struct, tag="n", array_like=True, frozen=True):
    """A torch dtype ("dtype"), device ("device"), or an integer over 64 bits ("int", hexadecimal)."""

    kind: str
    text: str


class ComplexNode(msgspec.Struct, tag="c", array_like=True, frozen=True):
    """A Python complex number."""

    real: float
    imag: float


class BytesNode(msgspec.Struct, tag="b", array_like=True, frozen=True):
    """Bytes."""

    data: bytes


class TensorNode(msgspec.Struct, tag="x", array_like=True, frozen=True):
    """The tensor with this index among the message's tensors; the same index is the same object."""

    index: int


class RefNode(msgspec.Struct, tag="h", array_like=True, frozen=True):
    """An object that stays where it is: its number there and its class name."""

    number: int
    type_name: str


Struct: TypeAlias = SequenceNode | MappingNode | NameNode | ComplexNode | BytesNode | TensorNode | RefNode
Node: TypeAlias = bool | int | float | str | Struct | None


class TensorHead(msgspec.Struct, array_like=True, frozen=True):
    """What is said of a tensor beside its bytes.

    Attributes:
        dtype: torch's name, without `torch.`.
        shape: sizes.
        start: offset of its first byte in the body.
        nbytes: bytes in the body; 0 for a meta or uninitialized tensor.
        device: where it lived, such as `cpu` or `cuda:0`.
        requires_grad: as torch has it.
        is_parameter: an nn.Parameter.
        is_leaf: no grad_fn.
        is_lazy: an uninitialized parameter, whose shape is unknown.
        storage: equal among the tensors of a message that share memory.
        stride: in elements; empty where contiguous (always so from a student).
    """

    dtype: str
    shape: tuple[int, ...]
    start: int
    nbytes: int
    device: str = "cpu"
    requires_grad: bool = False
    is_parameter: bool = False
    is_leaf: bool = True
    is_lazy: bool = False
    storage: int = 0
    stride: tuple[int, ...] = ()


class WireValueError(Exception):
    """A value that cannot travel, or bytes that are no value."""
