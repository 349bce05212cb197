"""Each rule speaks of its own mistake and of no other: a wrong guess is worse than none."""

from collections.abc import Callable

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.judge.diagnose import diagnose
from grader.wire.tensors import DTYPES
from tests.unit.wire.strategies import tensors

pytestmark = [pytest.mark.unit, pytest.mark.filterwarnings("ignore:ComplexHalf:UserWarning")]

Make = Callable[[torch.Tensor], torch.Tensor]
NAN, INF = float("nan"), float("inf")


def drawn(*shape: int) -> torch.Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(7))


def put(value: float, *index: int) -> Make:
    def make(expected: torch.Tensor) -> torch.Tensor:
        changed = expected.clone()
        changed[index] = value
        return changed

    return make


MISTAKES: list[tuple[str, torch.Tensor, Make]] = [
    ("NaN at [1, 2], where a finite number is expected", drawn(3, 4), put(NAN, 1, 2)),
    ("inf at [0, 0], where a finite number is expected", drawn(3, 4), put(INF, 0, 0)),
    ("NaN, where a finite number is expected", torch.tensor(1.0), put(NAN)),
    ("the transpose of what is expected", drawn(3, 4), lambda x: x.T),
    ("the transpose of what is expected", drawn(4, 4), lambda x: x.T),
    ("the dimensions are in another order: permute(0, 2, 1)", drawn(2, 3, 4), lambda x: x.permute(0, 2, 1)),
    ("the dimensions are in another order: permute(3, 1, 0, 2)", drawn(2, 3, 4, 5), lambda x: x.permute(3, 1, 0, 2)),
    ("all zeros", drawn(3, 4), torch.zeros_like),
    ("the negative of what is expected", drawn(3, 4), torch.neg),
    ("the negative of what is expected", torch.tensor(2.0), torch.neg),
    ("off by a constant factor of 2", drawn(3, 4), lambda x: 2 * x),
    ("off by a constant factor of 0.125", drawn(7), lambda x: x / 8),
    ("off by a constant factor of 3", torch.arange(5), lambda x: 3 * x),
    ("off by a constant of 1.5", drawn(3, 4), lambda x: x + 1.5),
    ("off by a constant of -2", torch.arange(1, 6), lambda x: x - 2),
    ("flipped along dim 1", drawn(3, 4), lambda x: x.flip(1)),
    ("flipped along dim 0", drawn(5), lambda x: x.flip(0)),
    ("the same values, shifted by 2 along dim 1", drawn(3, 5), lambda x: x.roll(2, 1)),
    ("the same values in another order", drawn(6), lambda x: x[[2, 0, 1, 5, 3, 4]]),
    ("concatenated along dim 0 instead of dim 1", drawn(2, 6), lambda x: torch.cat([x[:, :3], x[:, 3:]], dim=0)),
    ("concatenated along dim 1 instead of dim 0", drawn(6, 2), lambda x: torch.cat([x[:3], x[3:]], dim=1)),
    ("the values are right, the shape is not", drawn(3, 4), lambda x: x.flatten()),
    ("the values are right, the shape is not", drawn(3), lambda x: x.unsqueeze(1)),
    ("not summed: the sum of what came", torch.tensor(6.0), lambda _: torch.tensor([1.0, 2.0, 3.0])),
    ("not averaged: the mean of what came", torch.tensor(4.0), lambda _: torch.tensor([1.0, 4.0, 7.0])),
    ("the values are right, but float64 came where float32 went in", drawn(3, 4), torch.Tensor.double),
    ("the values are right, but float32 came where float64 went in", drawn(3, 4).double(), torch.Tensor.float),
]


@pytest.mark.parametrize(("says", "expected", "mistake"), MISTAKES, ids=[mistake[0][:40] for mistake in MISTAKES])
def test_a_mistake_is_recognized(says: str, expected: torch.Tensor, mistake: Make) -> None:
    """What the mistake would have given is told in words of torch, first and alone or with one more."""
    found = diagnose(mistake(expected), expected)
    assert found
    assert found[0].startswith(says)
    assert len(found) <= 2


@pytest.mark.parametrize(("says", "expected", "mistake"), MISTAKES, ids=[mistake[0][:40] for mistake in MISTAKES])
def test_a_mistake_and_noise_is_not(says: str, expected: torch.Tensor, mistake: Make) -> None:
    """A rule speaks of exactly what its mistake gives, not of what resembles it."""
    spoilt = mistake(expected)
    if not spoilt.is_floating_point() or spoilt.numel() < 2 or not spoilt.isfinite().all():
        spoilt = spoilt.double()
    noisy = spoilt + torch.linspace(0.3, 0.7, max(spoilt.numel(), 1)).square().reshape(spoilt.shape).to(spoilt.dtype)
    silent = "where a finite number" in says or spoilt.numel() < 2
    assert diagnose(noisy, expected)[: 0 if silent else 1] == ()


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        ([3.0], [2.0]),
        ([0.0, 3.0], [0.0, 2.0]),
        ([2.0 + 1e-7] * 4, [2.0] * 4),
        ([1.0, 2.0, 3.0], [1.0, 2.0, 3.1]),
        ([], []),
        ([0.0, 0.0], [0.0, 1e-9]),
    ],
    ids=str,
)
def test_what_is_true_of_any_pair_is_not_said(actual: list[float], expected: list[float]) -> None:
    """One number is a multiple of any other, and a constant is flipped and shifted as it is."""
    assert diagnose(torch.tensor(actual, dtype=torch.float64), torch.tensor(expected, dtype=torch.float64)) == ()


def test_integers_are_recognized_exactly() -> None:
    """A transpose with one digit wrong is no transpose, however large the numbers are."""
    expected = torch.tensor([[10**6, 2 * 10**6], [3 * 10**6, 4 * 10**6]])
    assert diagnose(expected.T, expected) == ("the transpose of what is expected",)
    assert diagnose(expected.T + torch.tensor([[0, 0], [0, 1]]), expected) == ()


def test_a_symmetric_matrix_is_no_transpose() -> None:
    """Where transposing changes nothing, transposing is not the mistake."""
    expected = torch.tensor([[1.0, 2.0], [2.0, 5.0]])
    assert diagnose(expected + torch.tensor([[0.0, 1.0], [3.0, 7.0]]), expected) == ()


@pytest.mark.parametrize("shapes", [((2, 0), (0, 3)), ((0,), (0, 1)), ((0, 3), (3, 0))])
def test_empty_tensors_say_nothing(shapes: tuple[tuple[int, ...], tuple[int, ...]]) -> None:
    """Without values there is nothing to recognize, and nothing to divide by."""
    assert diagnose(torch.zeros(shapes[0]), torch.zeros(shapes[1])) == ()


def test_tensors_without_values_or_with_too_many_say_nothing() -> None:
    """Meta, uninitialized and huge tensors are left alone."""
    lazy = torch.nn.LazyLinear(2).weight
    for actual in (torch.zeros(2, device="meta"), lazy, torch.zeros(1).expand(2_000_000)):
        assert diagnose(actual, torch.zeros(2)) == ()


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32), st.lists(st.integers(1, 5), min_size=1, max_size=4), st.permutations(range(4)))
def test_of_unrelated_tensors_nothing_is_said(seed: int, shape: list[int], order: list[int]) -> None:
    """Two random tensors of the same or of permuted shape have no mistake in common."""
    generator = torch.Generator().manual_seed(seed)
    expected = torch.randn(shape, generator=generator, dtype=torch.float64)
    actual = torch.randn(shape, generator=generator, dtype=torch.float64)
    if expected.numel() < 2:
        return
    for other in (actual, actual.permute([place for place in order if place < actual.dim()])):
        assert diagnose(other, expected) == (() if other.shape == expected.shape else diagnose(other, expected))
        assert not any(
            "transpose" in said or "order" in said or "constant" in said for said in diagnose(other, expected)
        )


@settings(max_examples=300, deadline=None)
@given(tensors(), tensors())
def test_no_pair_of_tensors_breaks_a_rule(actual: torch.Tensor, expected: torch.Tensor) -> None:
    """Any dtypes, any shapes, NaN and infinities: at most two sentences, never an exception."""
    found = diagnose(actual, expected)
    assert len(found) <= 2
    assert all(said == said.strip() and said for said in found)


@pytest.mark.parametrize("name", DTYPES)
def test_every_dtype_can_be_diagnosed(name: str) -> None:
    """Rules compute in a wide dtype, whatever came."""
    expected = torch.tensor([0.0, 1.0, 1.0]).to(DTYPES[name])
    assert diagnose(torch.zeros(3).to(DTYPES[name]), expected)[0] == "all zeros"
