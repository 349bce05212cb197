"""Arguments from the trusted side: a pickle, with tensors, handles and callbacks beside it.

Only the judge packs and only a student process unpacks: a pickle travels in this
one direction, from the side that is trusted to the side that is not. Classes go
by name, so they must be importable over there: torch's, or those of `inside`.

Tensors leave the pickle as references. Of a tensor only its own elements
travel, never the rest of its storage, which may hold what is hidden; tensors of
one message that share memory share it again on the other side.
"""

import io
import pickle
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any, Final, Protocol

import torch

from grader.wire.frames import MAX_BODY, Buffer
from grader.wire.messages import Packed
from grader.wire.tensors import DTYPES, TensorWriter, is_lazy, is_plain, raw_bytes, uninitialized
from grader.wire.values import ALIGNMENT, TensorHead, WireValueError


class Refer(Protocol):
    """Tells what of an argument is no copy: `("handle", number)`, `("callback", number)` or None."""

    def __call__(self, value: object, /) -> tuple[str, int] | None:
        """Return the reference for `value`, or None where it is copied."""


class _Pickler(pickle.Pickler):
    def __init__(self, file: io.BytesIO, refer: Refer) -> None:
        super().__init__(file, protocol=pickle.HIGHEST_PROTOCOL)
        self.tensors: list[torch.Tensor] = []
        self._refer = refer
        self._index: dict[int, int] = {}

    def reducer_override(self, obj: Any) -> Any:
        # Not `persistent_id`: that is called for every string and number of a net, this for what is no plain data.
        if type(obj) is OrderedDict:
            # Each module of torch has a dozen, most of them empty, and their own way to be pickled is slow.
            return (OrderedDict, (), None, None, iter(obj.items())) if obj else (OrderedDict, ())
        reference = self._reference(obj)
        return NotImplemented if reference is None else (_fetch, reference)

    def _reference(self, obj: Any) -> tuple[str, int] | None:
        if isinstance(obj, torch.Tensor):
            if not is_plain(obj):
                raise WireValueError(f"a {type(obj).__name__} of layout {obj.layout} cannot be an argument")
            if id(obj) not in self._index:
                self._index[id(obj)] = len(self.tensors)
                self.tensors.append(obj)
            return ("tensor", self._index[id(obj)])
        return self._refer(obj)


def pack(args: tuple[Any, ...], kwargs: dict[str, Any], refer: Refer) -> tuple[Packed, list[Buffer]]:
    """Pack the arguments of one call.

    Returns:
        The head and the buffers of the body.

    Raises:
        WireValueError: an argument cannot be pickled; says which class, and why.
    """
    file = io.BytesIO()
    pickler = _Pickler(file, refer)
    try:
        pickler.dump((args, kwargs))
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        raise WireValueError(f"an argument cannot travel to the student's process: {error}") from error
    groups: dict[int, list[int]] = {}
    for index, tensor in enumerate(pickler.tensors):
        if not is_lazy(tensor) and tensor.device.type == "cpu" and tensor.numel() and not _is_transformed(tensor):
            groups.setdefault(tensor.untyped_storage().data_ptr(), []).append(index)
    shared = {index: group for group in groups.values() if len(group) > 1 for index in group}
    writer = TensorWriter()
    starts: dict[int, int] = {}
    for index, tensor in enumerate(pickler.tensors):
        if index in shared:
            _add_shared(writer, tensor, shared[index], pickler.tensors, starts)
        else:
            writer.add(tensor)
    return Packed(file.getvalue(), tuple(writer.heads)), writer.buffers


def _is_transformed(tensor: torch.Tensor) -> bool:
    """Tell whether memory holds something else than the elements: their conjugates, or negatives."""
    return tensor.is_conj() or tensor.is_neg()


def _span(tensor: torch.Tensor) -> tuple[int, int]:
    """First and one-past-last byte of the tensor's elements in its storage."""
    first = int(tensor.storage_offset()) * tensor.element_size()
    reach = sum((size - 1) * step for size, step in zip(tensor.shape, tensor.stride(), strict=True))
    return first, first + int(reach + 1) * tensor.element_size()


def _add_shared(
    writer: TensorWriter,
    tensor: torch.Tensor,
    group: Sequence[int],
    tensors: list[torch.Tensor],
    starts: dict[int, int],
) -> None:
    spans = [_span(tensors[index]) for index in group]
    low = min(first for first, _ in spans)
    low -= low % ALIGNMENT  # or a dtype with larger elements would start between two of them
    high = max(last for _, last in spans)
    if high - low > MAX_BODY:
        raise WireValueError("tensors that share memory lie too far apart in it to be arguments")
    if group[0] not in starts:
        octets = torch.zeros(high - low, dtype=torch.uint8)
        for index in group:
            _copy_elements(tensors[index], octets, low)
        starts[group[0]] = writer.write(raw_bytes(octets))
    first, last = _span(tensor)
    writer.heads.append(
        TensorHead(
            dtype=str(tensor.dtype).removeprefix("torch."),
            shape=tuple(tensor.shape),
            start=starts[group[0]] + first - low,
            nbytes=last - first,
            requires_grad=tensor.requires_grad,
            is_parameter=isinstance(tensor, torch.nn.Parameter),
            is_leaf=tensor.is_leaf,
            storage=group[0] + 1,
            stride=tuple(tensor.stride()) or (1,),
        )
    )


def _copy_elements(tensor: torch.Tensor, octets: torch.Tensor, low: int) -> None:
    """Copy the tensor's own elements to where they lie in the storage; what is between them stays zero."""
    first, last = _span(tensor)
    sizes = [1 if step == 0 else size for size, step in zip(tensor.shape, tensor.stride(), strict=True)]
    target = octets[first - low : last - low].view(tensor.dtype).as_strided(sizes, tensor.stride())
    target.copy_(tensor.detach().as_strided(sizes, tensor.stride()))


class _Unpickler(pickle.Unpickler):
    def __init__(self, packed: Packed, body: bytearray, resolve: Callable[[str, int], Any]) -> None:
        super().__init__(io.BytesIO(packed.pickle))
        self._tensors = packed.tensors
        self._body = body
        self._resolve = resolve
        self._built: dict[int, torch.Tensor] = {}
        self._shared: dict[int, tuple[int, torch.Tensor]] = {}

    def fetch(self, kind: str, number: int) -> Any:
        """Return what a reference in the pickle stands for."""
        if kind != "tensor":
            return self._resolve(kind, number)
        if number not in self._built:
            head = self._tensors[number]
            self._built[number] = _finish(head, self._part(head) if head.stride else _alone(head, self._body))
        return self._built[number]

    def _part(self, head: TensorHead) -> torch.Tensor:
        """Return a tensor that lies in one storage with all others of its group."""
        if head.storage not in self._shared:
            group = [other for other in self._tensors if other.stride and other.storage == head.storage]
            low = min(other.start for other in group)
            low -= low % ALIGNMENT
            count = max(other.start + other.nbytes for other in group) - low
            self._shared[head.storage] = low, torch.frombuffer(self._body, dtype=torch.uint8, count=count, offset=low)
        low, octets = self._shared[head.storage]
        flat = octets[head.start - low : head.start - low + head.nbytes].view(DTYPES[head.dtype])
        # `.data`: a tensor of its own, for autograd, as if it had been made here.
        return flat.as_strided(head.shape, head.stride[: len(head.shape)]).data


def unpack(
    packed: Packed, body: bytearray, resolve: Callable[[str, int], Any]
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Return the arguments of one call, in the student's process.

    Args:
        packed: the head, from the trusted side.
        body: the frame's body; tensors share memory with it.
        resolve: what a `("handle", number)` or `("callback", number)` stands for.
    """
    unpickler = _Unpickler(packed, body, resolve)
    _at_work.append(unpickler)
    try:
        args, kwargs = unpickler.load()
    finally:
        _at_work.pop()
    return args, kwargs


_at_work: Final[list[_Unpickler]] = []
"""Who unpickles, innermost last: an argument's own `__setstate__` may call back and be given more arguments."""


def _fetch(kind: str, number: int) -> Any:
    """Stand in a pickle for what is not in it."""
    return _at_work[-1].fetch(kind, number)


def _alone(head: TensorHead, body: bytearray) -> torch.Tensor:
    dtype = DTYPES[head.dtype]
    if head.is_lazy:
        return uninitialized(dtype, requires_grad=head.requires_grad)
    if head.device == "meta":
        return torch.empty(head.shape, dtype=dtype, device="meta")
    if not head.nbytes:
        return torch.empty(head.shape, dtype=dtype)
    count = head.nbytes // dtype.itemsize
    return torch.frombuffer(body, dtype=dtype, count=count, offset=head.start).reshape(head.shape)


def _finish(head: TensorHead, tensor: torch.Tensor) -> torch.Tensor:
    if head.is_lazy:
        return tensor
    if head.is_parameter:
        return torch.nn.Parameter(tensor, requires_grad=head.requires_grad)
    return tensor.requires_grad_(head.requires_grad)
