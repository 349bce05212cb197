"""Each rule speaks of its own mistake and of no other: a wrong guess is worse than none."""

from collections.abc import Callable

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.judge.diagnose import diagnose
from grader.model.text import Language
from grader.wire.tensors import DTYPES
from tests.unit.wire.strategies import tensors

pytestmark = [pytest.mark.unit, pytest.mark.filterwarnings("ignore:ComplexHalf:UserWarning")]

Make = Callable[[torch.Tensor], torch.Tensor]
NAN, INF = float("nan"), float("inf")
LANGUAGES: tuple[Language, ...] = ("en", "zh")


def drawn(*shape: int) -> torch.Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(7))


def put(value: float, *index: int) -> Make:
    def make(expected: torch.Tensor) -> torch.Tensor:
        changed = expected.clone()
        changed[index] = value
        return changed

    return make


def in_two(whole: int, joined: int) -> Make:
    """Return what cuts a tensor in two along one dimension and joins the halves along another."""
    return lambda expected: torch.cat(expected.chunk(2, dim=whole), dim=joined)


def rules(actual: torch.Tensor, expected: torch.Tensor) -> list[str]:
    return [one.rule for one in diagnose(actual, expected)]


A34, A234, C3 = drawn(3, 4), drawn(2, 3, 4), torch.complex(drawn(3), drawn(4)[1:])
MISTAKES: list[tuple[str, str, torch.Tensor, Make]] = [
    ("not_finite", "NaN came where a finite number is expected; the first one is at [1, 2]", A34, put(NAN, 1, 2)),
    ("not_finite", "inf came where", A34, put(INF, 0, 0)),
    ("not_finite_number", "NaN came", torch.tensor(1.0), put(NAN)),
    ("transposed", "It is the transpose", A34, lambda x: x.T),
    ("transposed", "It is the transpose", drawn(4, 4), lambda x: x.T),
    ("permuted", "The dimensions are in another order: it is `permute(0, 2, 1)`", A234, lambda x: x.permute(0, 2, 1)),
    ("permuted", "The dimensions", drawn(2, 3, 4, 5), lambda x: x.permute(3, 1, 0, 2)),
    ("all_zeros", "All values are zero.", A34, torch.zeros_like),
    ("negated", "It is the negative", A34, torch.neg),
    ("negated", "It is the negative", torch.tensor(2.5), torch.neg),
    ("factor", "It is off by a constant factor of 2.", A34, lambda x: 2 * x),
    ("factor", "It is off by a constant factor of 0.125.", drawn(7), lambda x: x / 8),
    ("factor", "It is off by a constant factor of 3.", torch.arange(5), lambda x: 3 * x),
    ("offset", "It is off by a constant of 1.5.", A34, lambda x: x + 1.5),
    ("offset", "It is off by a constant of -2.", torch.tensor([1, 2, 7, 4]), lambda x: x - 2),
    ("flipped", "It is what is expected, flipped along dim 1.", A34, lambda x: x.flip(1)),
    ("flipped", "It is what is expected, flipped along dim 0.", drawn(5), lambda x: x.flip(0)),
    ("shifted", "The same values came, shifted by 2 along dim 1.", drawn(3, 5), lambda x: x.roll(2, 1)),
    ("shifted", "The same values came, shifted by -1 along dim 0.", drawn(5), lambda x: x.roll(-1, 0)),
    ("reordered", "The same values came in another order", drawn(6), lambda x: x[[2, 0, 1, 5, 3, 4]]),
    ("squared", "It is the square of", A34, torch.square),
    ("rooted", "It is the square root", A34.abs(), torch.sqrt),
    ("reciprocal", "It is 1 divided by", A34, torch.reciprocal),
    ("absolute", "It is the absolute value", A34, torch.abs),
    ("exponential", "It is the exponential", A34, torch.exp),
    ("logarithm", "It is the logarithm", A34.abs(), torch.log),
    ("real_part", "It is the real part", C3, lambda x: x.real),
    ("absolute", "It is the absolute value", C3, torch.abs),
    ("real_and_imaginary", "The real and imaginary parts", C3, torch.view_as_real),
    ("concatenated", "The parts are concatenated along dim 0, not along dim 1.", drawn(2, 6), in_two(1, 0)),
    ("concatenated", "The parts are concatenated along dim 1, not along dim 0.", drawn(6, 2), in_two(0, 1)),
    ("added", "The parts are added", drawn(3, 4), lambda x: x[:, :2] + x[:, 2:]),
    ("added", "The parts are added", drawn(3, 4), lambda x: x[:, :3] + x[:, 3:]),
    ("reshaped", "The values are right, but their shape is (12,), not (3, 4)", A34, torch.flatten),
    ("reshaped", "The values are right", drawn(3), lambda x: x.unsqueeze(1)),
    ("not_summed", "The sum of what came", torch.tensor(6.0), lambda _: torch.tensor([1.0, 2.0, 3.0])),
    ("not_averaged", "The mean of what came", torch.tensor(4.0), lambda _: torch.tensor([1.0, 4.0, 7.0])),
    ("reduced_by_sum", "It is what is expected, summed over dim 0", A34, lambda x: x.sum(0)),
    ("reduced_by_mean", "It is what is expected, averaged over dim 1", A34, lambda x: x.mean(1, keepdim=True)),
    ("broadcast", "The shape is (4, 4)", drawn(4), lambda x: x[:, None] + x - x.reshape(1, 4) * torch.ones(4, 1)),
    ("expanded", "The shape is (5, 3), not (3,)", drawn(3), lambda x: x.expand(5, 3)),
    ("cut_off", "Only the first 3 of 4 along dim 1 came", A34, lambda x: x[:, :3]),
    ("cut_off_front", "Only the last 2 of 3 along dim 0 came", A34, lambda x: x[1:]),
    ("too_many", "The first 3 along dim 0 are right, but 5 came", A34, lambda x: torch.cat([x, drawn(2, 4)])),
    ("dtype_created", "The values are right, but their dtype is float64, not float32.", A34, torch.Tensor.double),
    ("dtype_created", "The values are right", A34.double(), torch.Tensor.float),
    ("dtype", "The dtype is int64, expected float32.", A34, torch.Tensor.long),
    ("size", "Dim 1 has size 5, expected 4.", A34, lambda _: drawn(3, 5)),
    ("size", "Dim 1 has size 9, expected 4.", A34, lambda _: drawn(3, 9)),
    ("dim_added", "The shape is (3, 4, 7), not (3, 4)", A34, lambda _: drawn(3, 4, 7)),
    ("dim_lost", "The shape is (3,), not (3, 4): dim 1 is lost.", A34, lambda _: drawn(3)),
    ("scalar_came", "A single number came, not a tensor of shape (3, 4)", A34, lambda _: drawn()),
    ("sizes_permuted", "The shape is (4, 2, 3), not (2, 3, 4)", A234, lambda _: drawn(5, 2, 3)[1:]),
    ("shape", "The shape is (9, 7), expected (3, 4).", A34, lambda _: drawn(9, 7)),
]
SHAPES = {"size", "dim_added", "dim_lost", "scalar_came", "sizes_permuted", "shape", "dtype"}
"""Rules of shapes and dtypes, which hold whatever the values are."""

NAMES = [f"{rule}-{says[:30]}" for rule, says, _, _ in MISTAKES]


@pytest.mark.parametrize(("rule", "says", "expected", "mistake"), MISTAKES, ids=NAMES)
def test_a_mistake_is_recognized(rule: str, says: str, expected: torch.Tensor, mistake: Make) -> None:
    """What the mistake would have given is told in words of torch, first and alone or with one more."""
    found = diagnose(mistake(expected), expected)
    assert [one.rule for one in found] == [rule]
    assert found[0].sentence("en").startswith(says)
    assert found[0].advice("en")


@pytest.mark.parametrize(("rule", "says", "expected", "mistake"), MISTAKES, ids=NAMES)
def test_a_mistake_and_noise_is_not(rule: str, says: str, expected: torch.Tensor, mistake: Make) -> None:
    """A rule speaks of exactly what its mistake gives, not of what resembles it."""
    spoilt = mistake(expected)
    if rule in SHAPES or rule.startswith("not_finite") or spoilt.numel() < 2:
        return
    wide = torch.complex128 if spoilt.is_complex() else torch.float64
    noise = torch.linspace(0.3, 0.7, spoilt.numel()).square().reshape(spoilt.shape)
    noisy = (spoilt.to(wide) + noise).to(spoilt.dtype if spoilt.is_floating_point() else wide)
    assert {one.rule for one in diagnose(noisy, expected)} <= SHAPES


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        ([3.0], [2.0]),
        ([4.0], [2.0]),
        ([0.0, 3.0], [0.0, 2.0]),
        ([3.0, 3.0, 3.0], [2.0, 2.0, 2.0]),
        ([4.0, 4.0], [2.0, 2.0]),
        ([2.0 + 1e-7] * 4, [2.0] * 4),
        ([1.0, 2.0, 3.0], [1.0, 2.0, 3.1]),
        ([], []),
        ([1e-8, -3e-8], [0.3, 0.7]),
        ([3e-7, 4e-7], [1e-7, 5e-7]),
    ],
    ids=str,
)
def test_what_is_true_of_any_pair_is_not_said(actual: list[float], expected: list[float]) -> None:
    """One number is a multiple of any other, and a constant is flipped and shifted as it is."""
    found = diagnose(torch.tensor(actual, dtype=torch.float64), torch.tensor(expected, dtype=torch.float64))
    assert {one.rule for one in found} <= {"offset"} - ({"offset"} if len(set(expected)) < 2 else set())


def test_what_has_two_explanations_gets_neither() -> None:
    """A peak that moved may be flipped or shifted, and a part in the middle of zeros may be either end."""
    assert rules(torch.tensor([0.0, 0.0, 4.0]), torch.tensor([4.0, 0.0, 0.0])) == ["reordered"]
    assert rules(torch.zeros(2, 3), torch.tensor([[0.0, 0.0, 1.0, 0.0, 0.0]] * 2)) == ["size"]


def test_a_wrong_shape_or_dtype_is_said_before_values() -> None:
    """Of values in the wrong places or of another kind, no factor and no NaN is said first."""
    expected = drawn(2, 5)
    assert rules(2 * expected[:, :4], expected) == ["size"]
    assert rules(expected[:, :4] + NAN, expected) == ["size", "not_finite"]
    assert rules(2 * expected.double(), expected) == ["dtype", "factor"]
    assert rules(expected.double() + NAN, expected) == ["dtype", "not_finite"]
    assert rules(torch.tensor([4.0, -3.0]), torch.tensor([4 + 0j, -3 + 0j])) == ["dtype"]


def test_a_sum_or_mean_over_a_known_number_is_named() -> None:
    """A factor is called by what a check says that there are so many of."""
    expected, over = drawn(3, 4), {"examples": 6, "features": 5}
    (summed,) = diagnose(6 * expected, expected, over)
    (averaged,) = diagnose(expected / 5, expected, over)
    assert summed.sentence("en").startswith("It is 6 times what is expected, and 6 is the number of examples")
    assert averaged.sentence("en").startswith("It is what is expected, divided by 5, the number of features")
    assert [one.rule for one in diagnose(7 * expected, expected, over)] == ["factor"]


def test_numbers_of_which_two_are_alike_are_not_named() -> None:
    """As many examples as features: which of them it was, nobody knows, and the factor is certain."""
    expected = drawn(3, 4)
    assert rules_over(6 * expected, expected, examples=6, features=6) == ["factor"]
    assert rules_over(torch.full((3,), 6.0), torch.ones(3), examples=6) == []
    assert rules_over(torch.full((3,), 15.0), torch.full((3,), 2.5), examples=6) == ["summed_over"]


def rules_over(actual: torch.Tensor, expected: torch.Tensor, **over: int) -> list[str]:
    return [one.rule for one in diagnose(actual, expected, over)]


ONES, ROWS = torch.ones(3), drawn(4).expand(3, 4)
AMBIGUOUS: list[tuple[str, torch.Tensor, torch.Tensor, list[str]]] = [
    ("two halves: flipped or shifted", drawn(3, 2).flip(1), drawn(3, 2), ["reordered"]),
    ("a size of 1 that moves", drawn(2, 1, 3).permute(1, 0, 2), drawn(2, 1, 3), ["shape"]),
    ("a size of 1 that moves, and a transpose", drawn(2, 1, 3).permute(1, 2, 0), drawn(2, 1, 3), ["shape"]),
    ("one example, and a transpose", drawn(1, 2, 3).permute(0, 2, 1), drawn(1, 2, 3), ["permuted"]),
    ("symmetric: two orders", torch.eye(2).repeat(2, 1, 1).permute(2, 1, 0), torch.eye(2).repeat(2, 1, 1), []),
    ("a row for a column", drawn(1, 4), drawn(4, 1) + 3, ["shape"]),
    ("a vector for a column of one", drawn(1), drawn(1, 4), ["shape"]),
    ("one row, and a dimension lost", drawn(3), drawn(4, 3), ["dim_lost"]),
    ("one column, and a dimension lost", drawn(1), drawn(4, 1), ["shape"]),
    ("labels of one class", -ONES, ONES, []),
    ("zeros and ones", 2 * torch.eye(3), torch.eye(3), []),
    ("a sum of zero is a mean of zero", torch.tensor([1.0, -1.0]), torch.tensor(0.0), ["dim_added"]),
    ("ones that sum to two", torch.ones(2), torch.tensor(2.0), ["dim_added"]),
    ("rows that are alike: a mean or an index", ROWS[0], ROWS, ["dim_lost"]),
    ("repeated rows have the right diagonal", drawn(3).expand(3, 3), drawn(3), ["expanded"]),
    ("ones on the diagonal", torch.eye(3) + torch.tensor([[0.0, 7.0, 5.0]] * 3).triu(1), ONES, ["shape"]),
    ("real numbers of another dtype", torch.tensor([-4.0, 3.0]), torch.tensor([-4 + 0j, 3 + 0j]), ["dtype"]),
]


@pytest.mark.parametrize(("actual", "expected", "said"), [row[1:] for row in AMBIGUOUS], ids=[r[0] for r in AMBIGUOUS])
def test_what_fits_two_mistakes_is_called_neither(
    actual: torch.Tensor, expected: torch.Tensor, said: list[str]
) -> None:
    """Sizes of 1, equal blocks, constants and symmetric values: only what is certain is said."""
    assert rules(actual, expected) == said


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.integers(1, 3), min_size=1, max_size=3),
    st.lists(st.integers(1, 3), min_size=0, max_size=3),
    st.integers(-3, 3),
    st.integers(-3, 3),
)
def test_of_constants_no_cause_is_told(shape: list[int], other: list[int], one: int, wanted: int) -> None:
    """A small whole number in each place, of whatever shape, shows neither order nor size nor function."""
    certain = SHAPES | {"all_zeros", "reshaped", "expanded", "too_many"}
    assert set(rules(torch.full(other, float(one)), torch.full(shape, float(wanted)))) <= certain


def test_integers_are_recognized_exactly() -> None:
    """A transpose with one digit wrong is no transpose, however large the numbers are."""
    expected = torch.tensor([[10**6, 2 * 10**6], [3 * 10**6, 4 * 10**6]])
    assert rules(expected.T, expected) == ["transposed"]
    assert rules(expected.T + torch.tensor([[0, 0], [0, 1]]), expected) == []


def test_a_symmetric_matrix_is_no_transpose() -> None:
    """Where transposing changes nothing, transposing is not the mistake."""
    expected = torch.tensor([[1.0, 2.0], [2.0, 5.0]])
    assert rules(expected + torch.tensor([[0.0, 1.0], [3.0, 7.0]]), expected) == []


@pytest.mark.parametrize("shapes", [((2, 0), (0, 3)), ((0,), (0, 1)), ((0, 3), (3, 0))])
def test_empty_tensors_say_nothing_but_their_shape(shapes: tuple[tuple[int, ...], tuple[int, ...]]) -> None:
    """Without values there is nothing to recognize, and nothing to divide by."""
    assert set(rules(torch.zeros(shapes[0]), torch.zeros(shapes[1]))) <= SHAPES


def test_tensors_without_values_or_with_too_many_say_nothing() -> None:
    """Meta, uninitialized and huge tensors are left alone."""
    lazy = torch.nn.LazyLinear(2).weight
    for actual in (torch.zeros(2, device="meta"), lazy):
        assert diagnose(actual, torch.zeros(2)) == ()
    assert rules(torch.zeros(1).expand(2_000_000), torch.zeros(2)) == ["size"]


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
        assert set(rules(other, expected)) <= (SHAPES if other.shape != expected.shape else set())


@settings(max_examples=300, deadline=None)
@given(tensors(), tensors())
def test_no_pair_of_tensors_breaks_a_rule(actual: torch.Tensor, expected: torch.Tensor) -> None:
    """Any dtypes, any shapes, NaN and infinities: at most two sentences, never an exception."""
    found = diagnose(actual, expected)
    assert len(found) <= 2
    assert all(one.sentence(language) and "{" not in one.sentence(language) for one in found for language in LANGUAGES)


@pytest.mark.parametrize("name", DTYPES)
def test_every_dtype_can_be_diagnosed(name: str) -> None:
    """Rules compute in a wide dtype, whatever came."""
    expected = torch.tensor([0.0, 1.0, 1.0]).to(DTYPES[name])
    assert diagnose(torch.zeros(3).to(DTYPES[name]), expected)[0].rule == "all_zeros"
