"""What hypothesis draws: values of a submission, and nodes that no encoder would make."""

import collections

import torch
from hypothesis import strategies as st

from grader.wire.tensors import DTYPES
from grader.wire.values import (
    BytesNode,
    ComplexNode,
    MappingNode,
    NameNode,
    Node,
    RefNode,
    SequenceNode,
    TensorHead,
    TensorNode,
)

DTYPE_NAMES = st.sampled_from([*DTYPES])
SHAPES = st.lists(st.integers(0, 4), max_size=4).map(tuple)


@st.composite
def tensors(draw: st.DrawFn) -> torch.Tensor:
    """Draw a dense tensor of any dtype and small shape, often a view of a larger one."""
    dtype = DTYPES[draw(DTYPE_NAMES)]
    shape = draw(SHAPES)
    if not shape or 0 in shape:
        tensor = torch.zeros(shape, dtype=dtype)
    else:
        count = torch.Size(shape).numel() * dtype.itemsize
        octets = draw(st.binary(min_size=count, max_size=count))
        if dtype is torch.bool:
            octets = bytes(octet & 1 for octet in octets)
        tensor = torch.frombuffer(bytearray(octets), dtype=dtype).reshape(shape)
    if tensor.dim() > 1 and draw(st.booleans()):
        tensor = tensor.transpose(0, -1)
    if tensor.dim() and tensor.shape[0] > 1 and draw(st.booleans()):
        tensor = tensor[:: draw(st.integers(1, 2))]
    if dtype.is_floating_point and draw(st.booleans()):
        tensor.requires_grad_()
    return tensor


KEYS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
    | st.binary(max_size=5)
)
SCALARS = KEYS | st.complex_numbers(allow_nan=False) | DTYPE_NAMES.map(DTYPES.__getitem__)


def plain(leaves: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    """Draw nested plain data."""
    return st.recursive(
        leaves,
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.lists(inner, max_size=4).map(tuple)
            | st.dictionaries(KEYS | st.tuples(KEYS, KEYS), inner, max_size=4)
            | st.dictionaries(KEYS, inner, max_size=4).map(collections.OrderedDict)
            | st.sets(KEYS, max_size=4)
            | st.frozensets(KEYS, max_size=4)
        ),
        max_leaves=12,
    )


INTEGERS = st.integers(-(2**63), 2**64 - 1) | st.integers(-2, 300)
HEADS = st.builds(
    TensorHead,
    dtype=DTYPE_NAMES | st.text(max_size=3),
    shape=st.lists(INTEGERS, max_size=3).map(tuple),
    start=INTEGERS | st.just(0),
    nbytes=INTEGERS | st.just(0),
    device=st.sampled_from(["cpu", "meta", "cuda:0", ""]),
    requires_grad=st.booleans(),
    is_parameter=st.booleans(),
    is_leaf=st.booleans(),
    is_lazy=st.booleans(),
    storage=INTEGERS,
)
NODES: st.SearchStrategy[Node] = st.recursive(
    st.none()
    | st.booleans()
    | INTEGERS
    | st.floats()
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
    | st.builds(BytesNode, st.binary(max_size=9))
    | st.builds(ComplexNode, st.floats(), st.floats())
    | st.builds(
        NameNode, st.sampled_from(["int", "dtype", "device", "?"]), st.sampled_from(["-0xff", "f" * 9, "bool", "cpu"])
    )
    | st.builds(RefNode, INTEGERS, st.text(st.characters(exclude_categories=["Cs"]), max_size=9))
    | st.builds(TensorNode, INTEGERS),
    lambda inner: (
        st.builds(SequenceNode, st.sampled_from([*"ltsfz?"]), st.lists(inner, max_size=4))
        | st.builds(MappingNode, st.booleans(), st.lists(inner, max_size=3), st.lists(inner, max_size=3))
    ),
    max_leaves=10,
)
