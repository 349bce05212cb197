"""Tensors arrive by value, with what is told of them; a forged head is refused before memory is taken."""

from collections.abc import Callable

import pytest
import torch
from torch import nn

from grader.wire.tensors import DTYPES, is_lazy
from grader.wire.values import TensorHead, TensorNode, WireValueError
from tests.unit.wire.travel import Journey, decode, stays, travel

pytestmark = [pytest.mark.unit, pytest.mark.filterwarnings("ignore:ComplexHalf:UserWarning")]


def bits(tensor: torch.Tensor) -> list[int]:
    octets: list[int] = tensor.detach().resolve_conj().resolve_neg().contiguous().view(-1).view(torch.uint8).tolist()
    return octets


def random_tensor(dtype: torch.dtype, shape: tuple[int, ...]) -> torch.Tensor:
    octets = torch.randint(0, 2 if dtype is torch.bool else 256, (*shape, dtype.itemsize), dtype=torch.uint8)
    return octets.view(dtype).reshape(shape)


@pytest.mark.parametrize("name", DTYPES)
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0, 3), (2, 3, 4), (1,) * 20])
def test_every_dtype_arrives_bit_for_bit(name: str, shape: tuple[int, ...]) -> None:
    """Any bits of any dtype, NaNs with their payload included, and any shape."""
    sent = random_tensor(DTYPES[name], shape)
    arrived = travel(sent)
    assert arrived.dtype is sent.dtype
    assert arrived.shape == sent.shape
    assert bits(arrived) == bits(sent)


VIEWS: list[tuple[str, Callable[[], torch.Tensor]]] = [
    ("transposed", lambda: torch.randn(3, 4).T),
    ("strided", lambda: torch.randn(10)[1::3]),
    ("expanded", lambda: torch.randn(1, 3).expand(5, 3)),
    ("conj", lambda: torch.randn(3, dtype=torch.complex64).conj()),
    ("neg", lambda: torch.randn(3, dtype=torch.complex64).conj().imag),
    ("channels last", lambda: torch.randn(2, 3, 4, 5).to(memory_format=torch.channels_last)),
    ("computed", lambda: torch.randn(3, requires_grad=True) * 2),
]


@pytest.mark.parametrize(("name", "make"), VIEWS, ids=lambda value: value if isinstance(value, str) else "")
def test_a_view_arrives_with_its_own_values(name: str, make: Callable[[], torch.Tensor]) -> None:
    """However a tensor lies in memory, its elements arrive, and only they."""
    sent = make()
    journey = Journey(sent)
    assert torch.equal(journey.arrived.detach(), sent.detach()), name
    assert len(journey.body) <= max(64, sent.numel() * sent.element_size() + 63)


def test_what_is_told_of_a_tensor_arrives() -> None:
    """requires_grad, being a leaf and being a Parameter travel beside the values."""
    leaf, computed, parameter = (
        torch.ones(2, requires_grad=True),
        torch.ones(2, requires_grad=True) * 2,
        nn.Parameter(torch.ones(2), requires_grad=False),
    )
    journey = Journey([torch.ones(2), leaf, computed, parameter])
    assert [tensor.requires_grad for tensor in journey.arrived] == [False, True, True, False]
    assert [head.is_leaf for head in journey.heads] == [True, True, False, True]
    assert [type(tensor) for tensor in journey.arrived] == [torch.Tensor] * 3 + [nn.Parameter]


def test_meta_and_uninitialized_tensors_arrive_without_values() -> None:
    """A meta tensor has a shape, a lazy parameter has not even that."""
    lazy = nn.LazyLinear(3)
    meta, weight, buffer = travel([torch.empty(2, 3, device="meta"), lazy.weight, nn.UninitializedBuffer()])
    assert meta.is_meta
    assert meta.shape == (2, 3)
    assert is_lazy(weight)
    assert weight.requires_grad
    assert is_lazy(buffer)


def test_the_same_tensor_twice_arrives_as_one() -> None:
    """Aliases inside of one answer stay aliases."""
    shared = torch.zeros(3)
    one, other, apart = travel([shared, {"again": shared}, torch.zeros(3)])
    assert other["again"] is one
    assert apart is not one


def test_tensors_that_share_memory_say_so() -> None:
    """Two views of one storage are sent as copies, with the storage's name beside both."""
    base = torch.zeros(6)
    journey = Journey([base[:3], base[2:], torch.zeros(3)])
    storages = [head.storage for head in journey.heads]
    assert storages[0] == storages[1] != storages[2]
    journey.arrived[0].fill_(1)
    assert journey.arrived[1].sum() == 0


@pytest.mark.parametrize(
    "make",
    [
        lambda: torch.ones(2).to_sparse(),
        lambda: torch.quantize_per_tensor(torch.ones(2), 0.1, 0, torch.quint8),
        type("Sub", (torch.Tensor,), {}),
        lambda: type("Par", (nn.Parameter,), {})(torch.ones(1)),
        lambda: torch.nested.nested_tensor([torch.ones(1), torch.ones(2)], layout=torch.jagged),
    ],
    ids=["sparse", "quantized", "subclass", "parameter subclass", "nested"],
)
@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::DeprecationWarning")
def test_a_tensor_of_another_kind_stays_behind(make: Callable[[], torch.Tensor]) -> None:
    """Only dense tensors of torch's own class travel by value."""
    assert stays(make())


def head(**changes: object) -> TensorHead:
    given = {"dtype": "float32", "shape": (2,), "start": 0, "nbytes": 8}
    return TensorHead(**(given | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes",
    [
        {"dtype": "float31"},
        {"shape": (-1,)},
        {"shape": (-2, -1)},
        {"shape": (1,) * 65},
        {"shape": (3,)},
        {"nbytes": 4},
        {"nbytes": -8},
        {"shape": (2**62,), "nbytes": 2**64},
        {"start": -64},
        {"start": 4},
        {"start": 64},
        {"start": 2**63},
        {"shape": (2**62, 2**62, 0), "nbytes": 0},
        {"shape": (2**64 - 1, 0), "nbytes": 0},
        {"shape": (2**50,), "nbytes": 0, "device": "meta"},
        {"shape": (2**62, 2**62, 0), "nbytes": 0, "device": "meta"},
        {"dtype": "int64", "shape": (1,), "requires_grad": True},
        {"dtype": "int64", "shape": (1,), "requires_grad": True, "is_parameter": True},
        {"dtype": "bool", "shape": (8,)},
    ],
    ids=str,
)
def test_a_head_that_does_not_fit_its_bytes_is_refused(changes: dict[str, object]) -> None:
    """Sizes are compared with the bytes that came before any memory is taken."""
    with pytest.raises(WireValueError):
        decode(TensorNode(0), (head(**changes),), b"\x00\x01\x02\x03" * 4)


def test_two_tensors_cannot_claim_the_same_bytes() -> None:
    """Aliases are told by number; overlapping claims are forged."""
    with pytest.raises(WireValueError, match="same bytes"):
        decode(TensorNode(0), (head(), head()), bytes(64))


def test_more_tensors_than_the_bound_are_refused_on_both_sides(monkeypatch: pytest.MonkeyPatch) -> None:
    """The number of tensors in one message is bounded where it is made and where it is read."""
    monkeypatch.setattr("grader.wire.tensors.MAX_TENSORS", 3)
    with pytest.raises(WireValueError, match="tensors"):
        Journey([torch.zeros(1) for _ in range(4)])
    with pytest.raises(WireValueError, match="tensors"):
        decode(None, tuple(head(nbytes=0, shape=(0,)) for _ in range(10_001)))


def test_a_tensor_that_arrived_can_be_written_and_shares_nothing() -> None:
    """The judge may compute in place with what came."""
    one, other = travel([torch.zeros(3), torch.zeros(3)])
    one.add_(1)
    assert one.tolist() == [1, 1, 1]
    assert other.tolist() == [0, 0, 0]
