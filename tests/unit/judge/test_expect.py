"""What else a check may ask: shapes, errors, differences, sharing and predictions."""

import math
from typing import Any

import pytest
import torch

from grader.checks import (
    CheckFailed,
    StudentError,
    differs,
    dtype,
    fail,
    origin,
    prediction,
    raises,
    same_storage,
    separate_storage,
    shape,
)
from grader.sandbox.faults import StudentFault
from grader.sandbox.handle import Handle
from grader.sandbox.session import ORIGIN
from grader.wire.values import TensorHead

pytestmark = pytest.mark.unit


def handle() -> Handle:
    return Handle(lambda *_: None, None, 1, "Net")


def error(*mro: str, message: str = "no", loading: bool = False) -> StudentError:
    return StudentError(mro, message, loading=loading)


def throw(raised: BaseException) -> None:
    raise raised


def test_fail_says_its_sentence() -> None:
    """A check can fail with words of its own."""
    with pytest.raises(CheckFailed, match=r"^both nets are one$"):
        fail("both nets are one")


def test_shape_and_dtype_pass_a_tensor_that_has_them() -> None:
    """Empty and scalar tensors have shapes like any other."""
    shape(torch.zeros(2, 3), (2, 3))
    shape(torch.zeros(()), ())
    shape(torch.empty(0, 3, device="meta"), torch.Size([0, 3]))
    dtype(torch.zeros(2, dtype=torch.int8), torch.int8)


@pytest.mark.parametrize(
    ("actual", "says"),
    [
        (torch.zeros(3, 2), r"y has shape \(3, 2\), expected \(2, 3\)"),
        (torch.nn.LazyLinear(2).weight, "y has no shape yet"),
        ([[1.0] * 3] * 2, "y is a list, expected a tensor"),
        (handle(), "y is an object of class Net, expected a tensor"),
        (None, "y is None, expected a tensor"),
    ],
    ids=["other", "lazy", "list", "handle", "none"],
)
def test_shape_fails_what_has_another_or_none(actual: Any, says: str) -> None:
    """What is no tensor has no shape, whatever it says of itself."""
    with pytest.raises(CheckFailed, match=says):
        shape(actual, (2, 3), what="y")


def test_dtype_fails_another() -> None:
    """No dtype passes for another."""
    with pytest.raises(CheckFailed, match=r"y has dtype torch\.float64, expected torch\.float32"):
        dtype(torch.zeros(2, dtype=torch.float64), torch.float32, what="y")
    with pytest.raises(CheckFailed, match="y is a float, expected a tensor"):
        dtype(1.0, torch.float32, what="y")


@pytest.mark.parametrize(
    ("actual", "other"),
    [
        (torch.ones(2), torch.zeros(2)),
        (1, 2),
        ({"a": 1}, {"a": 2}),
        ([1, 2], [2, 1]),
        (torch.tensor(1.0), torch.tensor(2.0)),
    ],
    ids=repr,
)
def test_differs_passes_another_value_of_the_same_kind(actual: Any, other: Any) -> None:
    """One differing element is enough."""
    differs(actual, other)


@pytest.mark.parametrize(
    ("actual", "says"),
    [
        (torch.ones(2), "equals what it is compared with"),
        (None, "is None, expected a tensor"),
        (handle(), "is an object of class Net"),
        (torch.zeros(3), "shape"),
        (torch.zeros(2, dtype=torch.float64), "dtype"),
        (torch.tensor([math.nan, 1.0]), "NaN"),
        ([1.0, 2.0], "is a list"),
    ],
    ids=["equal", "none", "handle", "shape", "dtype", "nan", "list"],
)
def test_differs_is_not_passed_by_a_wrong_kind_of_answer(actual: Any, says: str) -> None:
    """An answer that is no answer does not count as a different one."""
    with pytest.raises(CheckFailed, match=says):
        differs(actual, torch.ones(2))
    with pytest.raises(CheckFailed):
        differs("1", 1)


def test_nothing_differs_from_nan() -> None:
    """Whoever sends NaN first would have every later answer differ from it."""
    with pytest.raises(CheckFailed, match="NaN"):
        differs(torch.ones(2), torch.tensor([math.nan, 1.0]))


@pytest.mark.parametrize(
    ("expected", "match"),
    [
        (ValueError, ""),
        ("ValueError", ""),
        ("MyError", "no"),
        ((KeyError, "MyError"), ""),
        (Exception, r"^n.$"),
        (BaseException, ""),
    ],
    ids=str,
)
def test_raises_passes_an_error_by_name_or_by_a_base(expected: Any, match: str) -> None:
    """Classes of the submission are known by name; so are their bases."""
    with raises(expected, match=match) as info:
        throw(error("MyError", "ValueError", "Exception", "BaseException"))
    assert info.error is not None
    assert info.error.type_name == "MyError"


@pytest.mark.parametrize(
    ("expected", "match", "says"),
    [
        (KeyError, "", "expected KeyError, but ValueError was raised: no"),
        (("A", "B"), "", "expected A or B, but ValueError"),
        (ValueError, "yes", "ValueError was raised, but with another message: no"),
    ],
    ids=str,
)
def test_raises_fails_another_error(expected: Any, match: str, says: str) -> None:
    """Another class or another message is not the expected error."""
    with pytest.raises(CheckFailed, match=says), raises(expected, match=match):
        raise error("ValueError", "Exception")


def test_raises_fails_where_nothing_is_raised() -> None:
    """Not refusing is a failed check."""
    with pytest.raises(CheckFailed, match="expected ValueError to be raised, but nothing was"), raises(ValueError):
        pass


@pytest.mark.parametrize(
    "raised",
    [
        StudentFault("crashed", "died"),
        StudentFault("timeout", "slow"),
        error("ValueError", "Exception", loading=True),
        ValueError("the check's own"),
        CheckFailed.__new__(CheckFailed),
    ],
    ids=["death", "limit", "import", "own error", "failed check"],
)
def test_raises_takes_nothing_else_for_the_expected_error(raised: BaseException) -> None:
    """A death, a limit, a file that cannot be imported and the check's own errors pass through."""
    with pytest.raises(type(raised)), raises((ValueError, "Exception", AssertionError)):
        raise raised


def arrived(storage: int) -> torch.Tensor:
    tensor = torch.zeros(2)
    setattr(tensor, ORIGIN, TensorHead("float32", (2,), 0, 8, storage=storage))
    return tensor


def test_sharing_is_told_of_tensors_of_an_answer() -> None:
    """Only what came over the wire has a storage over there."""
    same_storage(arrived(7), arrived(7))
    separate_storage(arrived(7), arrived(8))
    separate_storage(arrived(0), arrived(0))  # tensors without values
    with pytest.raises(CheckFailed, match="do not share memory"):
        same_storage(arrived(7), arrived(8))
    with pytest.raises(CheckFailed, match="share memory: a change"):
        separate_storage(arrived(7), arrived(7))
    with pytest.raises(TypeError):
        same_storage(arrived(7), torch.zeros(2))
    assert origin(torch.zeros(2)) is None
    seen = origin(arrived(7))
    assert seen is not None
    assert seen.storage == 7


TRUTH = {"shape": (2, 3), "sum": 1.5, "shared": True, "names": ["a", "b"]}


def test_a_right_prediction_passes() -> None:
    """Floats up to the tolerance, lists and tuples by their elements."""
    prediction(TRUTH, TRUTH)
    prediction({"shape": [2, 3], "sum": 1.50001, "shared": True, "names": ("a", "b")}, TRUTH)
    prediction({"sum": 1.6}, {"sum": 1.5}, tolerance=0.2)
    prediction({"inf": math.inf, "n": 3}, {"inf": math.inf, "n": 3.0})


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({**TRUTH, "sum": 1.6}, "wrong for 'sum': 1 of 4"),
        ({**TRUTH, "sum": math.nan, "shared": 1}, "wrong for 'sum', 'shared': 2 of 4"),
        ({**TRUTH, "sum": "1.5"}, "wrong for 'sum'"),
        ({**TRUTH, "sum": math.inf}, "wrong for 'sum'"),
        ({**TRUTH, "shape": (2, 3.0)}, "wrong for 'shape'"),
        ({**TRUTH, "more": 1}, "has ['more'] besides"),
        ({"sum": 1.5}, "lacks ['shape', 'shared', 'names']"),
        ([], "the prediction is a list, expected a dict"),
        (None, "the prediction is None, expected a dict"),
    ],
    ids=str,
)
def test_a_wrong_prediction_fails_without_the_right_answer(said: Any, says: str) -> None:
    """Which keys are wrong is told, never what would have been right."""
    with pytest.raises(CheckFailed) as failed:
        prediction(said, TRUTH)
    evidence = failed.value.evidence
    assert says in evidence.summary
    if isinstance(said, dict):
        assert evidence.expected == ""
        assert "2, 3" not in evidence.summary
