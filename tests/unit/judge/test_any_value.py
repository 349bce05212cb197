"""Whatever arrives, a comparison passes or fails with evidence, and every verdict can be told to the parent."""

import collections
import math
from collections.abc import Callable
from typing import Any, Final

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.checks import CheckFailed, close, equal
from grader.judge import expect, nets
from grader.judge.classify import classify, merge
from grader.judge.diagnose.errors import _PATTERNS, diagnose_error
from grader.judge.evidence import describe
from grader.model.outcome import Outcome
from grader.sandbox.faults import StudentError
from grader.sandbox.handle import Handle
from grader.wire.messages import Frame
from grader.wire.tensors import DTYPES, uninitialized
from tests.unit.wire.strategies import SCALARS, plain, tensors

pytestmark = [pytest.mark.unit, pytest.mark.filterwarnings("ignore:ComplexHalf:UserWarning")]

NAN, INF = math.nan, math.inf
LONG: Final = 16**4_096 - 1  # the longest integer that travels; Python writes out no such number


def handle() -> Handle:
    return Handle(lambda *_: None, None, 1, "N\x00\u202e")


def filled(dtype: torch.dtype, octet: int, shape: tuple[int, ...]) -> torch.Tensor:
    """Return a tensor with the same byte everywhere: zeros, ones, NaN, denormal, largest."""
    count = torch.Size(shape).numel()
    if not count:
        return torch.empty(shape, dtype=dtype)
    return torch.frombuffer(bytearray([octet]) * count * dtype.itemsize, dtype=dtype).reshape(shape)


def odd_values() -> list[Any]:
    """Return what only somebody who has read the code would answer."""
    return [
        *(None, True, 0, -1, LONG, -LONG, NAN, INF, -INF, 5e-324, 1e308, complex(NAN, INF)),
        *("", "a" * 9_999, "\x00\u202e", b"\xff", torch.bfloat16, torch.device("cuda:1"), torch.Size([2, 2**62])),
        *(handle(), [handle()], [[handle()]], (), [], {}, set(), frozenset([LONG]), {LONG: 1}, {LONG: torch.ones(1)}),
        *({1: handle(), "a": 2}, [LONG, 1.0], [NAN, INF], [1, "a"], ["a", "a"], {"a": LONG}, {None: 1, (1, 2): 2}),
        *(
            collections.OrderedDict(a=NAN),
            {"a": [LONG], "b": {"c": handle()}},
            [torch.ones(2), None],
        ),
        *(
            [torch.ones(2, dtype=torch.complex64)] * 2,
            {"a": torch.ones(2), "b": torch.full((2,), INF)},
            [LONG] * 3,
            {"x" * 9_999: 1},
        ),
        *(torch.ones((1,) * 64), torch.zeros((2,) * 9)),
        *(uninitialized(torch.float32, requires_grad=True), torch.empty(2**40, device="meta")),
        # Of no elements at all there may be more empty rows than any memory holds.
        *(torch.empty(3, 2**40, 0), torch.empty(2**47, 0, dtype=torch.bool), torch.empty(0, 2**40)),
        *(torch.full((2,), value, dtype=torch.float64) for value in (INF, -INF, NAN, 5e-324, 1e308)),
        *(torch.full((2, 2), value) for value in (INF, NAN)),
        *(
            filled(dtype, octet, shape)
            for dtype in DTYPES.values()
            for octet in ((1,) if dtype is torch.bool else (1, 0x7F, 0xFF))
            for shape in ((), (2,), (2, 2))
        ),
    ]


EXPECTED: Final[list[Any]] = [
    *(None, True, 3, 2.5, NAN, INF, 1e308, 1 + 2j, "abc", b"x", torch.float32, torch.Size([2, 2]), (), [], {}),
    *([1, 2], [1.0, 2.0], (1.0, 2.0), ["a", "b"], {1, 2}, {"a": 1.0, "b": 2.0}, {"a": True, "b": False}),
    {"a": torch.ones(2), "b": torch.tensor([1.0, 2.0])},
    *(torch.tensor(1.5), torch.tensor([1.0, 2.0]), torch.tensor([[1.0, 2.0], [3.0, 4.0]]), torch.zeros(0)),
    *(torch.tensor([1.0, 2.0], dtype=torch.float64), torch.tensor([1, 2]), torch.tensor([True, False])),
    *(torch.tensor([1 + 2j, 3j]), torch.tensor([1.0, 2.0], dtype=torch.bfloat16), torch.zeros(2, 0)),
    *([torch.ones(2)], [torch.tensor([1.0, 2.0]), torch.tensor([3.0, 4.0])]),
    torch.tensor([1e300, 1e308], dtype=torch.float64),
]
GRADIENTS: Final = {"a": torch.ones(2), "b": torch.tensor([1.0, 2.0])}
QUESTIONS: Final[dict[str, Callable[[Any], None]]] = {
    "shape": lambda value: expect.shape(value, (2, 2)),
    "dtype": lambda value: expect.dtype(value, torch.float32),
    "differs from a tensor": lambda value: expect.differs(value, torch.ones(2)),
    "differs from a list": lambda value: expect.differs(value, [1.0, 2.0]),
    "complete": lambda value: expect.complete(value, {"a": float, "b": [1, 2]}),
    "prediction": lambda value: expect.prediction(value, {"a": 1.0, "b": "x"}),
    "device": lambda value: nets.device(value, "cpu"),
    "trainable": lambda value: nets.trainable(value, {"a": True, "b": False}),
    "gradients": lambda value: nets.gradients(value, GRADIENTS, examples=3, earlier=GRADIENTS),
    **{
        f"close to {describe(expected)[:60]}": lambda value, expected=expected: close(value, expected, over={"n": 3})  # type: ignore[misc]
        for expected in EXPECTED
    },
    **{
        f"equal to {describe(expected)[:60]}": lambda value, expected=expected: equal(value, expected)  # type: ignore[misc]
        for expected in EXPECTED
    },
}


def tell(raised: BaseException | None) -> Outcome:
    """Return the outcome as the parent reads it."""
    verdict = classify(raised, observed=1, check="test_it")
    told = merge("test_it", [verdict], 1, partial=False).model_dump_json().encode()
    return Outcome.model_validate_json(told)


def must_be_told(failed: CheckFailed) -> None:
    assert tell(failed).status == "failed"


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_odd_value_is_a_failed_comparison_and_nothing_else(question: str) -> None:
    """Neither the comparison, nor its evidence, nor the diagnosis trips over a value."""
    for value in odd_values():
        try:
            QUESTIONS[question](value)
        except CheckFailed as failed:
            must_be_told(failed)


@settings(max_examples=150)
@given(plain(SCALARS | tensors()), plain(SCALARS | tensors()))
def test_any_two_values_can_be_compared(actual: Any, expected: Any) -> None:
    """Where they differ, that can be told."""
    for compare in (close, equal, expect.differs):
        try:
            compare(actual, expected)
        except CheckFailed as failed:
            must_be_told(failed)


@pytest.mark.parametrize(
    "error",
    [KeyError(LONG), AssertionError(LONG), ValueError("\ud800"), TypeError(LONG), ValueError("x" * 10**6)],
    ids=["key", "assertion", "half a character", "type", "long"],
)
def test_an_exception_that_cannot_be_written_out_is_told(error: Exception) -> None:
    """A check that looks up what came in a table of its own raises what came."""
    assert tell(error).status in ("error", "failed")


TEXTS: Final = [
    *("mat1 and mat2 shapes cannot be multiplied (", " and ", ")", "x", "2x3", "-", "'", '"', "\n", "], but got "),
    *("size mismatch for ", ": copying a param with shape torch.Size([", "]) from checkpoint, the shape in current "),
    *("Error(s) in loading state_dict for ", "Missing key(s) in state_dict: ", "Unexpected key(s) in state_dict: "),
    *("The size of tensor a (", ") must match the size of tensor b (", ") at non-singleton dimension ", "input of "),
    *("f() takes ", " positional arguments but ", " were given", "index ", " is out of bounds for dimension ", ", "),
    *(
        "Dimension out of range (expected to be in range of [-",
        "shape '[",
        "]' is invalid for ",
        "Got ",
        "a Tensor with ",
    ),
]
PARTS: Final = st.sampled_from([*TEXTS, "1" * 300, "9" * 4_000, "\u0663" * 30])


@settings(max_examples=300)
@given(
    st.lists(PARTS | st.text(st.characters(exclude_categories=["Cs"]), max_size=4), max_size=9).map("".join),
    st.lists(st.sampled_from(["RuntimeError", "KeyError", "TypeError", "SyntaxError", "\x1b[2J", ""]), max_size=3),
)
def test_any_exception_of_a_submission_can_be_told(message: str, mro: list[str]) -> None:
    """Whoever writes the text of an exception chooses its diagnosis, and nothing else."""
    frames = (Frame("a\x00.py", 2**40, "f\u202e", message[:300]),)
    assert tell(StudentError(tuple(mro), message[:4_000], frames)).status == "error"


@pytest.mark.parametrize("digits", [19, 30, 300, 3_000])
def test_numbers_of_any_length_are_no_sizes(digits: int) -> None:
    """A message may claim a size that no tensor has."""
    number = "9" * digits
    for pattern in _PATTERNS:
        text = pattern.text.pattern.replace("\\", "")
        for message in (
            f"mat1 and mat2 shapes cannot be multiplied ({number}x{number} and 2x3)",
            f"index {number} {text}",
        ):
            diagnose_error(StudentError(("RuntimeError",), message))
    text = f"index {number} is out of bounds for dimension 0 with size {number}"
    assert tell(StudentError(("IndexError",), text)).evidence is not None
