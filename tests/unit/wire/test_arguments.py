"""Arguments arrive as copies that keep their structure; nothing else of the judge's memory goes along."""

import threading
from typing import Any

import pytest
import torch
from torch import nn

from grader.wire.arguments import pack
from grader.wire.tensors import DTYPES, is_lazy
from grader.wire.values import WireValueError
from tests.unit.wire.travel import hand_over, nothing, sent_bytes

pytestmark = [pytest.mark.unit, pytest.mark.filterwarnings("ignore:ComplexHalf:UserWarning")]

SECRET = 0x5EC2E7_5EC2E7


def test_plain_data_and_tensors_arrive_as_copies() -> None:
    """What the submission does to an argument is not seen here."""
    tensor = torch.arange(6.0).reshape(2, 3)
    (data, copy) = hand_over({"a": [1, (2.5, None)], "b": {3}}, tensor)
    assert data == {"a": [1, (2.5, None)], "b": {3}}
    assert torch.equal(copy, tensor)
    copy.zero_()
    assert tensor.sum() == 15


@pytest.mark.parametrize("name", DTYPES)
def test_every_dtype_arrives_alone_and_shared(name: str) -> None:
    """A tensor of any dtype arrives, and so do two views of it."""
    dtype = DTYPES[name]
    octets = torch.randint(0, 2 if dtype is torch.bool else 256, (6 * dtype.itemsize,), dtype=torch.uint8)
    tensor = octets.view(dtype)
    alone, empty = hand_over(tensor, torch.empty(0, 3, dtype=dtype))
    assert alone.view(torch.uint8).equal(octets)
    assert (empty.dtype, empty.shape) == (dtype, (0, 3))
    whole, tail, scalar = hand_over(tensor, tensor[2:], tensor[3])
    assert whole.view(torch.uint8).equal(octets)
    assert tail.view(torch.uint8).equal(octets[2 * dtype.itemsize :])
    assert scalar.shape == ()
    assert scalar.reshape(1).view(torch.uint8).equal(octets[3 * dtype.itemsize : 4 * dtype.itemsize])


@pytest.mark.parametrize("requires_grad", [False, True])
def test_what_a_parameter_is_arrives(requires_grad: bool) -> None:
    """A Parameter stays one, with or without a gradient; a leaf keeps asking for its gradient."""
    parameter, leaf = hand_over(nn.Parameter(torch.ones(2), requires_grad), torch.ones(2, requires_grad=requires_grad))
    assert type(parameter) is nn.Parameter
    assert type(leaf) is torch.Tensor
    assert parameter.requires_grad is leaf.requires_grad is requires_grad


def test_the_same_object_twice_is_one_object_there() -> None:
    """Identity among the arguments of one call is kept."""
    tensor, items = torch.zeros(2), [1]
    one, other, first, second = hand_over(tensor, tensor, items, items)
    assert one is other
    assert first is second


def test_tensors_that_share_memory_share_it_again() -> None:
    """A write through one view is seen through every other, transposed and strided ones included."""
    base = torch.arange(12.0).reshape(3, 4)
    whole, column, transposed, tail = hand_over(base, base[:, 1], base.T, base[1:, ::2])
    assert torch.equal(transposed, whole.T)
    assert torch.equal(tail, whole[1:, ::2])
    whole[1, 1] = 100
    column[2] = 200
    tail[0, 0] = 300
    assert column.tolist() == [1, 100, 200]
    assert transposed[1].tolist() == [1, 100, 200]
    assert whole[1, 0] == 300
    storages = {tensor.untyped_storage().data_ptr() for tensor in (whole, column, transposed, tail)}
    assert len(storages) == 1


def test_unrelated_tensors_have_storages_of_their_own() -> None:
    """Only what shares memory here shares it there."""
    base = torch.zeros(4)
    one, other, apart = hand_over(base[:2], base[2:], torch.zeros(2))
    storages = [tensor.untyped_storage().data_ptr() for tensor in (one, other, apart)]
    assert storages[0] == storages[1] != storages[2]


def test_views_of_different_dtypes_share_memory() -> None:
    """The bits of a float seen as integers are still the same bits, wherever each view starts."""
    base = torch.arange(10, dtype=torch.float32)
    tail, wide = hand_over(base[1:], base[2:8].view(torch.float64))
    assert torch.equal(tail, base[1:])
    wide.zero_()
    assert tail.tolist() == [1, 0, 0, 0, 0, 0, 0, 8, 9]


def test_a_conjugate_beside_its_tensor_spoils_neither() -> None:
    """A lazily conjugated view has other values than its memory: both arrive right."""
    tensor = torch.tensor([1 + 2j, 3 - 4j])
    arrived = hand_over(tensor, tensor.conj(), tensor.conj().imag)
    assert arrived[0].tolist() == [1 + 2j, 3 - 4j]
    assert arrived[1].tolist() == [1 - 2j, 3 + 4j]
    assert arrived[2].tolist() == [-2, 4]


def secret_storage(count: int) -> torch.Tensor:
    return torch.full((count,), SECRET, dtype=torch.int64)


@pytest.mark.parametrize(
    "spans",
    [[(0, 2)], [(3, 9)], [(0, 2), (1, 3)], [(0, 2), (6, 8)], [(2, 3), (9, 10)]],
    ids=["head", "middle", "overlapping", "apart", "elements"],
)
def test_nothing_of_a_storage_but_the_own_elements_travels(spans: list[tuple[int, int]]) -> None:
    """What lies before, between and behind the elements of views may be hidden, and stays here."""
    storage = secret_storage(12)
    views = []
    for start, end in spans:
        storage[start:end] = 7
        views.append(storage[start:end])
    assert SECRET.to_bytes(8, "little") not in sent_bytes(*views)


def test_strided_views_leave_what_is_between_their_elements() -> None:
    """Every third element of a storage is sent, the two between them are not, alone or shared."""
    storage = secret_storage(12)
    storage[::3] = 7
    for views in ((storage[::3],), (storage[::3], storage[3::3])):
        assert SECRET.to_bytes(8, "little") not in sent_bytes(*views)


def test_a_module_arrives_with_its_structure() -> None:
    """Copies of modules compute the same; buffers, names and training mode come along."""
    net = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Dropout()).eval()
    (copy,) = hand_over(net)
    x = torch.randn(5, 3)
    assert torch.equal(copy(x), net(x))
    assert list(copy.state_dict()) == list(net.state_dict())
    assert not copy[2].training


def test_ties_inside_of_a_module_stay_ties() -> None:
    """One layer used twice, and one weight in two layers, are still one."""
    shared, first, second = nn.Linear(2, 2), nn.Linear(2, 2), nn.Linear(2, 2)
    second.weight = first.weight
    (copy,) = hand_over(nn.ModuleList([shared, shared, first, second]))
    assert copy[0] is copy[1]
    assert copy[2].weight is copy[3].weight
    assert copy[2].bias is not copy[3].bias


def test_a_tie_by_data_stays_a_tie() -> None:
    """Two Parameters over the same memory keep sharing it, and each keeps its own gradient."""
    first, second = nn.Linear(2, 2), nn.Linear(2, 2)
    second.weight.data = first.weight.data
    one, other = hand_over(first, second)
    assert one.weight is not other.weight
    other(torch.ones(1, 2)).sum().backward()
    with torch.no_grad():
        one.weight.fill_(3)
    assert other.weight.tolist() == [[3, 3], [3, 3]]
    assert one.weight.grad is None
    assert other.weight.grad is not None


def test_a_lazy_module_arrives_uninitialized() -> None:
    """The shape of a lazy layer is still to be found by its first input over there."""
    (copy,) = hand_over(nn.Sequential(nn.LazyLinear(3), nn.ReLU(), nn.LazyConv1d(2, 1)))
    assert is_lazy(copy[0].weight)
    assert copy[0](torch.randn(2, 5)).shape == (2, 3)
    assert type(copy[0]) is nn.Linear


def test_a_meta_tensor_and_an_expanded_one_arrive() -> None:
    """No values where there are none, each element where one is many."""
    meta, expanded = hand_over(torch.empty(2, 3, device="meta"), torch.tensor([[1.0], [2.0]]).expand(2, 3))
    assert meta.is_meta
    assert meta.shape == (2, 3)
    assert expanded.tolist() == [[1, 1, 1], [2, 2, 2]]
    base = torch.tensor([[1.0], [2.0]])
    column, wide = hand_over(base, base.expand(2, 3))
    column[0] = 5
    assert wide[0].tolist() == [5, 5, 5]


class Remote:
    """Stands for an object that is no copy."""


def test_what_is_referred_to_is_no_copy() -> None:
    """Handles and callbacks go by number, wherever in an argument they are."""
    handle, other = Remote(), Remote()

    def refer(value: object, /) -> tuple[str, int] | None:
        return ("handle", 7) if value is handle else ("callback", 3) if value is other else None

    assert hand_over([handle, {"f": other}], refer=refer) == ([("handle", 7), {"f": ("callback", 3)}],)


def local_class() -> object:
    class Local:
        pass

    return Local()


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (lambda: 1, "lambda"),
        (local_class(), "Local"),
        (threading.Lock(), "lock"),
        (threading, "module"),
        (torch.ones(2).to_sparse(), "sparse"),
        (type("Sub", (torch.Tensor,), {})(), "Sub"),
    ],
    ids=["lambda", "local class", "lock", "module", "sparse", "tensor subclass"],
)
@pytest.mark.filterwarnings("ignore:Sparse:UserWarning")
def test_what_cannot_travel_is_named(value: Any, reason: str) -> None:
    """An author learns which argument cannot be sent, and why."""
    with pytest.raises(WireValueError, match=reason):
        pack((value,), {}, nothing)


def test_views_too_far_apart_in_one_storage_are_refused() -> None:
    """Memory that would have to be sent as zeros is bounded; no gigabyte is allocated to find that out."""
    far = torch.empty(2**29, dtype=torch.float32)  # never touched: no memory is taken
    with pytest.raises(WireValueError, match="too far apart"):
        pack((far[:1], far[-1:]), {}, nothing)
