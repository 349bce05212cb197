"""Tensors as raw bytes: no pickle, no file format, sizes checked before memory is taken."""

import ctypes
import itertools
import math
from collections.abc import Sequence
from typing import Any, Final

import torch
from torch.nn.parameter import UninitializedBuffer, UninitializedParameter

from grader.wire.frames import Buffer
from grader.wire.values import ALIGNMENT, MAX_DIMENSIONS, MAX_ELEMENTS, MAX_TENSORS, TensorHead, WireValueError

_NAMED: Final = (
    *("float16", "bfloat16", "float32", "float64", "complex32", "complex64", "complex128", "bool"),
    *("uint8", "uint16", "uint32", "uint64", "int8", "int16", "int32", "int64", "float8_e4m3fn", "float8_e5m2"),
)

DTYPES: Final[dict[str, torch.dtype]] = {name: getattr(torch, name) for name in _NAMED if hasattr(torch, name)}
"""The dtypes that travel, by name."""

_NAMES: Final = {dtype: name for name, dtype in DTYPES.items()}


def seed_generators(seed: int) -> None:
    """Seed torch's generators, as `torch.manual_seed` does, which formats a stack trace for each call (2 ms)."""
    if torch.version.cuda is not None:
        torch.manual_seed(seed)
    else:
        torch.default_generator.manual_seed(seed)


def is_lazy(value: object) -> bool:
    """Tell whether `value` is a parameter or buffer whose shape is not known yet."""
    return isinstance(value, UninitializedParameter | UninitializedBuffer)


def uninitialized(dtype: torch.dtype, *, requires_grad: bool) -> torch.Tensor:
    """Return an uninitialized parameter."""
    make: Any = UninitializedParameter  # torch's stubs do not know its arguments
    parameter: torch.Tensor = make(requires_grad=requires_grad, dtype=dtype)
    return parameter


def is_plain(value: object) -> bool:
    """Tell whether `value` is a dense tensor of torch's own class, one that travels by value."""
    kind = type(value)
    if kind is not torch.Tensor and kind is not torch.nn.Parameter and not is_lazy(value):
        return False
    assert isinstance(value, torch.Tensor)  # noqa: S101 -- for the type checker
    return value.layout is torch.strided and not value.is_quantized and value.dtype in _NAMES


def raw_bytes(tensor: torch.Tensor) -> Buffer:
    """Return the bytes of a contiguous CPU tensor, without a copy; they keep the tensor alive."""
    nbytes = tensor.numel() * tensor.element_size()
    if not nbytes:
        return b""
    octets: Any = (ctypes.c_char * nbytes).from_address(tensor.data_ptr())
    octets.owner = tensor  # a view of an address keeps nothing alive, a view of this object keeps its tensor
    return memoryview(octets).cast("B")


class TensorWriter:
    """Collects the tensors of one message; the same object gets the same index.

    `heads` and `buffers` are the message's tensors and body when all are in.
    """

    def __init__(self) -> None:
        self.heads: list[TensorHead] = []
        self.buffers: list[Buffer] = []
        self._index: dict[int, int] = {}
        self._alive: list[torch.Tensor] = []
        self._offset = 0

    def add(self, tensor: torch.Tensor) -> int:
        """Add a tensor for which `is_plain` holds and return its index.

        Raises:
            WireValueError: there are more than `MAX_TENSORS`, or it has more than `MAX_ELEMENTS`.
        """
        known = self._index.get(id(tensor))
        if known is not None:
            return known
        if len(self.heads) >= MAX_TENSORS:
            raise WireValueError(f"more than {MAX_TENSORS} tensors in one value")
        lazy = is_lazy(tensor)
        if not lazy and _absurd(tensor.shape):
            raise WireValueError(f"a tensor of shape {tuple(tensor.shape)}: more than {MAX_ELEMENTS} elements")
        index = self._index[id(tensor)] = len(self.heads)
        data: Buffer = b""
        if not lazy and not tensor.is_meta:
            data = raw_bytes(tensor.detach().cpu().resolve_conj().resolve_neg().contiguous())
        self._alive.append(tensor)  # or another tensor could get its id
        self.heads.append(
            TensorHead(
                dtype=_NAMES[tensor.dtype],
                shape=() if lazy else tuple(tensor.shape),
                start=self._offset if data else 0,
                nbytes=len(data),
                device=str(tensor.device),
                requires_grad=tensor.requires_grad,
                is_parameter=isinstance(tensor, torch.nn.Parameter | UninitializedParameter),
                is_leaf=tensor.is_leaf,
                is_lazy=lazy,
                storage=0 if lazy or tensor.is_meta else tensor.untyped_storage().data_ptr() & (2**63 - 1),
            )
        )
        self.write(data)
        return index

    def write(self, data: Buffer) -> int:
        """Append bytes to the body, padded to the next aligned offset; return where they start."""
        start = self._offset
        if data:
            padding = -len(data) % ALIGNMENT
            self.buffers.append(data)
            if padding:
                self.buffers.append(bytes(padding))
            self._offset += len(data) + padding
        return start


def read_tensor(head: TensorHead, body: bytearray) -> torch.Tensor:
    """Rebuild one tensor from a frame's body. It shares memory with `body`, and with nothing else.

    Raises:
        WireValueError: the head does not fit the body, or the bytes are no values of the dtype.
    """
    dtype = DTYPES.get(head.dtype)
    if dtype is None:
        raise WireValueError("no such dtype")
    if len(head.shape) > MAX_DIMENSIONS or any(size < 0 for size in head.shape):
        raise WireValueError("no such shape")
    if _absurd(head.shape):
        raise WireValueError("a tensor of an absurd size")
    count = math.prod(head.shape)
    if head.is_lazy:
        return uninitialized(dtype, requires_grad=head.requires_grad and dtype.is_floating_point)
    if head.device == "meta":
        tensor = torch.empty(head.shape, dtype=dtype, device="meta")
    else:
        tensor = _read_dense(head, dtype, count, body)
    if head.requires_grad and not (dtype.is_floating_point or dtype.is_complex):
        raise WireValueError("an integer tensor that requires a gradient")
    if head.is_parameter:
        return torch.nn.Parameter(tensor, requires_grad=head.requires_grad)
    return tensor.requires_grad_(head.requires_grad)


def _absurd(shape: Sequence[int]) -> bool:
    """Tell whether torch might not be able to count the elements. Where one size is 0, the others still count."""
    return math.prod(max(size, 1) for size in shape) > MAX_ELEMENTS


def _read_dense(head: TensorHead, dtype: torch.dtype, count: int, body: bytearray) -> torch.Tensor:
    if head.nbytes != count * dtype.itemsize or head.start < 0 or head.start + head.nbytes > len(body):
        raise WireValueError("a tensor's bytes lie outside of the body")
    if head.start % ALIGNMENT:
        raise WireValueError("a tensor's bytes are not aligned")
    if not count:
        return torch.empty(head.shape, dtype=dtype)
    if dtype is torch.bool:
        # Any other byte in a bool tensor is undefined behavior in C++.
        octets = torch.frombuffer(body, dtype=torch.uint8, count=count, offset=head.start)
        if int(octets.max()) > 1:
            raise WireValueError("a bool that is neither true nor false")
    return torch.frombuffer(body, dtype=dtype, count=count, offset=head.start).reshape(head.shape)


def disjoint(heads: Sequence[TensorHead]) -> bool:
    """Tell whether no two tensors claim the same bytes of the body."""
    spans = sorted((head.start, head.start + head.nbytes) for head in heads if head.nbytes)
    return all(one[1] <= other[0] for one, other in itertools.pairwise(spans))
