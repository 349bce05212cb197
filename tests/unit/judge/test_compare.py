"""Comparisons pass what is the same and fail, with evidence, what is not."""

import collections
import math
import re
from typing import Any

import pytest
import torch
from hypothesis import given, settings

from grader.checks import CheckFailed, close, equal
from grader.judge.evidence import describe, kind_of
from grader.model.evidence import Evidence
from grader.sandbox.handle import Handle
from grader.wire.tensors import DTYPES
from tests.unit.wire.strategies import SCALARS, plain, tensors

pytestmark = [pytest.mark.unit, pytest.mark.filterwarnings("ignore:ComplexHalf:UserWarning")]

NAN, INF = math.nan, math.inf


def tensor(*values: Any, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    return torch.tensor(values, dtype=dtype)


def handle(type_name: str = "Net") -> Handle:
    return Handle(lambda *_: None, None, 1, type_name)


def failure(compare: Any, actual: Any, expected: Any, **options: Any) -> Evidence:
    """Return the evidence with which a comparison fails."""
    with pytest.raises(CheckFailed) as failed:
        compare(actual, expected, **options)
    assert str(failed.value) == failed.value.evidence.summary
    return failed.value.evidence


def evidence_of(compare: Any, actual: Any, expected: Any) -> Evidence | None:
    """Return the evidence where a comparison fails, None where it passes."""
    try:
        compare(actual, expected)
    except CheckFailed as failed:
        return failed.evidence
    return None


SAME: list[tuple[Any, Any]] = [
    (1.0, 1.0 + 1e-10),
    (3, 3.0),
    (1 + 1j, 1 + 1j),
    (2, 2 + 0j),
    (tensor(1, 2), tensor(1, 2.00001)),
    (torch.zeros(0, 3), torch.zeros(0, 3)),
    (tensor(1.0).requires_grad_(), tensor(1.0)),
    (torch.zeros(3).expand(2, 3), torch.zeros(2, 3)),
    ([1.0, (tensor(1), {"a": None})], [1.0, (tensor(1), {"a": None})]),
    (collections.OrderedDict(a=1.0), {"a": 1.0}),
    ({"b": 1.0, "a": 2.0}, {"a": 2.0, "b": 1.0}),
    ("text", "text"),
    (b"x", b"x"),
    (None, None),
    (torch.float32, torch.float32),
    (torch.Size([2]), torch.Size([2])),
    ({1, 2}, {2, 1}),
]


@pytest.mark.parametrize(("actual", "expected"), SAME, ids=lambda value: repr(value)[:30])
def test_close_passes_what_is_the_same_up_to_rounding(actual: Any, expected: Any) -> None:
    """Structure, dtype and shape are exact; floats have the tolerance of their dtype."""
    close(actual, expected)


DIFFERENT: list[tuple[Any, Any, str, str]] = [
    (1.0, 1.1, "close", "the result is 1.0, expected 1.1"),
    (1.0, INF, "close", "expected inf"),
    (-INF, INF, "close", "is -inf, expected inf"),
    (NAN, 1.0, "close", "is nan, expected 1.0"),
    (1.0, NAN, "close", "expected nan"),
    (10**400, 1.0, "close", "expected 1.0"),
    (True, 1.0, "type", "is a bool, expected a float"),
    (1 + 0j, 1.0, "type", "is a complex, expected a float"),
    ("1.0", 1.0, "type", "is a str, expected a float"),
    (None, 1.0, "type", "is None, expected a float"),
    (1.0, 1, "equal", "is 1.0, expected 1"),
    (True, 1, "equal", "is True, expected 1"),
    ("a", "b", "equal", "is 'a', expected 'b'"),
    (tensor(1), [1.0], "type", "is a tensor, expected a list"),
    ([1.0], tensor(1), "type", "is a list, expected a tensor"),
    (tensor(1), 1.0, "type", "is a tensor, expected a float"),
    (1.0, tensor(1), "type", "is a float, expected a tensor"),
    (handle(), tensor(1), "type", "is an object of class Net, expected a tensor"),
    (handle(), {"a": 1}, "type", "is an object of class Net, expected a dict"),
    (handle(), 3, "type", "is an object of class Net, expected an int"),
    ((1.0,), [1.0], "type", "is a tuple, expected a list"),
    (torch.Size([2]), (2,), "type", "is a Size, expected a tuple"),
    ([1.0], [1.0, 2.0], "length", "has 1 elements, expected 2"),
    ({"b": 1}, {"a": 1}, "keys", "lacks ['a'] and has ['b'] besides"),
    ({1}, {2}, "equal", "is {1}, expected {2}"),
    (torch.float64, torch.float32, "equal", "expected torch.float32"),
    (torch.zeros(3), torch.zeros(1, 3), "shape", "has shape (3,), expected (1, 3)"),
    (torch.zeros(1, 3), torch.zeros(2, 3), "shape", "has shape (1, 3), expected (2, 3)"),
    (torch.zeros(()), torch.zeros(1), "shape", "has shape (), expected (1,)"),
    (torch.zeros(2, dtype=torch.float64), torch.zeros(2), "dtype", "has dtype float64, expected float32"),
    (torch.zeros(2, dtype=torch.int64), torch.zeros(2), "dtype", "has dtype int64, expected float32"),
    (tensor(1, NAN), tensor(1, 2), "close", "differs at [1]: nan, expected 2.0"),
    (tensor(1, 2), tensor(1, NAN), "close", "differs at [1]: 2.0, expected nan"),
    (tensor(INF), tensor(-INF), "close", "differs at [0]: inf, expected -inf"),
    (torch.empty(2, device="meta"), torch.zeros(2), "close", "has no values yet: it is on the meta device"),
    (torch.nn.LazyLinear(2).weight, torch.zeros(2), "close", "has no values yet: it is uninitialized"),
]


@pytest.mark.parametrize(("actual", "expected", "kind", "says"), DIFFERENT, ids=lambda value: repr(value)[:30])
def test_close_fails_what_is_not(actual: Any, expected: Any, kind: str, says: str) -> None:
    """The evidence names the comparison and says what came and what was expected."""
    evidence = failure(close, actual, expected)
    assert evidence.kind == kind
    assert says in evidence.summary


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (1.0 + 1e-12, 1.0),
        (3, 3.0),
        ((1,), [1]),
        ({True: 1}, {1: 1}),
        ({1.0: 1}, {1: 1}),
        (tensor(1.0000001, dtype=torch.float64), tensor(1, dtype=torch.float64)),
        (0.0, False),
    ],
    ids=repr,
)
def test_equal_forgives_nothing(actual: Any, expected: Any) -> None:
    """Neither rounding nor another type that compares equal passes, keys of a dict included."""
    failure(equal, actual, expected)


def test_equal_takes_a_tuple_for_a_list_where_the_check_says_so() -> None:
    """With `sequence` only the elements count."""
    equal((1, [2, (3,)]), [1, (2, [3])], sequence=True)
    failure(equal, (1, 2.0), [1, 2], sequence=True)


@pytest.mark.parametrize("compare", [close, equal])
@pytest.mark.parametrize(
    "value",
    [NAN, INF, -INF, complex(0, NAN), tensor(NAN, INF), tensor(1, -INF), [1.0, (NAN,)], {"a": tensor(NAN)}],
    ids=repr,
)
def test_what_is_not_finite_is_expected_only_where_the_check_says_so(compare: Any, value: Any) -> None:
    """An expectation made from NaN that came back would be met by NaN."""
    compare(value, value, nan=True)
    assert "has NaN or infinity in it" in failure(compare, value, value).summary


def test_the_place_that_is_not_finite_is_named() -> None:
    """So that an author finds what the expectation was made from."""
    evidence = failure(close, {"a": [1.0, NAN]}, {"a": [1.0, NAN]}, what="the state")
    assert evidence.where == "['a'][1]"


def test_the_evidence_of_tensors_is_complete() -> None:
    """First differing index, both values, how many differ, the largest error, and what each tensor is."""
    evidence = failure(close, tensor(1, 2, 5, 4).view(2, 2), tensor(1, 2, 3, 7).view(2, 2), what="the output")
    assert evidence.summary == (
        "the output differs at [1, 0]: 5.0, expected 3.0 (2 of 4 elements differ, the largest error is 3)"
    )
    assert evidence.index == (1, 0)
    assert (evidence.mismatched, evidence.total, evidence.max_error) == (2, 4, 3.0)
    assert evidence.actual_tensor is not None
    assert evidence.actual_tensor.shape == (2, 2)
    assert evidence.actual_tensor.values == "[[1.0, 2.0], [5.0, 4.0]]"
    assert evidence.expected == "a float32 tensor of shape (2, 2): [[1.0, 2.0], [3.0, 7.0]]"


def test_the_largest_error_is_of_the_elements_that_differ() -> None:
    """Equal infinities are no error; an infinite one is told in words and left out of the number."""
    assert failure(close, tensor(INF, 2), tensor(INF, 1)).max_error == 1
    evidence = failure(close, tensor(INF, 2), tensor(3, 1))
    assert evidence.max_error is None
    assert "the largest error is inf" in evidence.summary


def test_the_place_inside_of_a_nested_value_is_named() -> None:
    """Keys and indices lead to the first difference."""
    evidence = failure(close, {"net": [1.0, (tensor(1), 2.0)]}, {"net": [1.0, (tensor(1), 3.0)]}, what="the state")
    assert evidence.where == "['net'][1][1]"
    assert evidence.summary == "the state, at ['net'][1][1], is 2.0, expected 3.0"


@pytest.mark.parametrize("name", DTYPES)
@pytest.mark.parametrize("compare", [close, equal])
def test_every_dtype_can_be_compared(name: str, compare: Any) -> None:
    """Unusual dtypes are compared like others, and fail like others."""
    ones, zeros = (torch.full((3,), value, dtype=torch.float32).to(DTYPES[name]) for value in (1, 0))
    compare(ones, ones.clone())
    assert "3 of 3 elements differ" in failure(compare, ones, zeros).summary


def test_large_integers_are_compared_exactly() -> None:
    """Integers beyond the precision of a float are still told apart."""
    failure(equal, tensor(2**62, dtype=torch.int64), tensor(2**62 + 1, dtype=torch.int64))
    failure(close, tensor(2**62, dtype=torch.int64), tensor(2**62 + 1, dtype=torch.int64))


def test_tolerances_can_be_given() -> None:
    """What a check says counts more than the dtype's own tolerance."""
    close(tensor(1.0), tensor(1.05), atol=0.1)
    close(1.0, 1.05, rtol=0.1)
    failure(close, tensor(1.0), tensor(1.00001), rtol=0, atol=0)


@pytest.mark.parametrize(
    "values", [(16**4000, 3), ([16**4000], [1]), ("x" * 10**6, "y"), ({"k": b"z" * 10**6}, {"k": b""})]
)
def test_evidence_of_huge_values_is_short(values: tuple[Any, Any]) -> None:
    """A submission cannot fill a report, or break its making, with what it returns."""
    evidence = failure(equal, *values)
    assert len(evidence.summary) < 1500
    assert len(evidence.actual) < 500


def test_what_a_submission_names_its_classes_is_cleaned() -> None:
    """A class name can be forged; no escape sequence gets from it into a message."""
    assert describe(handle("\x1b[31mNet\u202e")) == "an object of class Net"
    assert str(kind_of(handle("N" * 10_000))).startswith("an object of class N")
    assert len(str(kind_of(handle("N" * 10_000)))) < 200


@settings(max_examples=300, deadline=None)
@given(plain(SCALARS | tensors()), plain(SCALARS | tensors()))
def test_a_comparison_ends_in_a_verdict(actual: object, expected: object) -> None:
    """Whatever came and whatever was expected: it passes or fails with evidence, and nothing else."""
    for compare in (close, equal):
        evidence = evidence_of(compare, actual, expected)
        assert evidence is None or re.search(r"expected|lacks|besides|NaN or infinity", evidence.summary)
        assert evidence is None or evidence.model_dump_json()


@settings(max_examples=200, deadline=None)
@given(plain(SCALARS | tensors()))
def test_everything_equals_itself(value: object) -> None:
    """No value is told apart from itself, NaN and infinities included."""
    equal(value, value, nan=True)
    close(value, value, nan=True)
