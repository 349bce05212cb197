"""Numbers, names, several tensors and gradients: each rule speaks of its own mistake, and of no neighbor."""

import math
from typing import Any

import pytest
import torch

from grader.checks import (
    Mistake,
    close,
    complete,
    device,
    equal,
    fail,
    gradients,
    same_storage,
    separate_storage,
    shape,
)
from grader.checks import trainable as trains
from grader.judge.diagnose import diagnose
from grader.judge.evidence import CheckFailed
from grader.model.evidence import Evidence
from grader.sandbox.session import ORIGIN
from grader.wire.values import TensorHead

pytestmark = pytest.mark.unit


def drawn(*sizes: int, seed: int = 3) -> torch.Tensor:
    return torch.randn(sizes, generator=torch.Generator().manual_seed(seed))


def rules(actual: Any, expected: Any) -> list[str]:
    found = diagnose(actual, expected)
    for one in found:
        assert all(one.sentence(language) for language in ("en", "zh"))
    return [one.rule for one in found]


def evidence(comparison: Any, *args: Any, **kwargs: Any) -> Evidence:
    with pytest.raises(CheckFailed) as raised:
        comparison(*args, **kwargs)
    return raised.value.evidence


def told(comparison: Any, *args: Any, **kwargs: Any) -> list[str]:
    """Return the sentences of the diagnosis of a comparison that fails."""
    return [one.sentence("en") for one in evidence(comparison, *args, **kwargs).diagnosis]


A, B = drawn(2, 3), drawn(2, 4)
BOTH = torch.cat((A, B), dim=1)
NET = {"weight": drawn(4, 3), "bias": drawn(4)}
KEYS = ["0.weight", "0.bias", "1.running_mean"]

PAIRS: list[tuple[str, Any, Any]] = [
    ("none_came", None, drawn(2)),
    ("none_came", None, 3),
    ("none_came", None, [1, 2]),
    ("tensor_for_number", torch.tensor(1.5), 1.5),
    ("number_for_tensor", 1.5, torch.tensor(1.5)),
    ("kind", 1.5, [1.5, 2.5]),
    ("kind", [1], {"a": 1}),
    ("not_joined", (A, B), BOTH),
    ("not_joined", [A.T, B.T], BOTH.T),
    ("one_off", 13, 12),
    ("negated", -2.5, 2.5),
    ("not_finite_number", math.nan, 1.0),
    ("not_finite_number", math.inf, 1.0),
    ("squared", [4.0, 9.0, 25.0], [2.0, 3.0, 5.0]),
    ("reordered", [3.0, 1.0, 2.0, 9.0], [1.0, 3.0, 2.0, 9.0]),
    ("length", [1, 2], [1, 2, 3]),
    ("factor", {key: 2 * value for key, value in NET.items()}, NET),
    ("negated", [-value for value in NET.values()], list(NET.values())),
    ("all_zeros", {key: 0 * value for key, value in NET.items()}, NET),
    ("keys_missing", {"a": 1}, {"a": 1, "b": 2}),
    ("keys_unexpected", {"a": 1, "b": 2}, {"a": 1}),
    ("keys_both", {"a": 1, "c": 2}, {"a": 1, "b": 2}),
    ("keys_prefixed", [f"net.{key}" for key in KEYS], KEYS),
    ("keys_unprefixed", KEYS, [f"module.{key}" for key in KEYS]),
    ("keys_nested", ["0.0.weight", "1.weight"], ["0.weight", "2.weight"]),
    ("keys_reordered", KEYS[::-1], KEYS),
    ("buffers_missing", KEYS[:2], KEYS),
]


@pytest.mark.parametrize(("rule", "actual", "expected"), PAIRS, ids=[f"{row[0]}-{n}" for n, row in enumerate(PAIRS)])
def test_a_mistake_is_recognized(rule: str, actual: Any, expected: Any) -> None:
    """Of what the mistake gives, its rule speaks, and no other."""
    assert rules(actual, expected) == [rule]


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (4.0, 2.0),
        (0.5, 2.0),
        (14, 12),
        (0, 1),
        (True, False),
        (-1, 1),
        (-2.0, 2.0),
        ("ready", "lazy"),
        (["ready", "ready"], ["lazy", "lazy"]),
        ((A, A), BOTH),
        ((A,), A),
        ((A, B.double()), BOTH),
        ([drawn(2), drawn(2, seed=5)], [drawn(2, seed=6), drawn(2, seed=7)]),
        ({"a": drawn(2), "b": None}, {"a": drawn(2), "b": drawn(2)}),
        (torch.ones(2), 1.5),
        (10**400, 10**400 + 1),
        (10**400, 1.0),
        ([10**400, 1], [1.0, 2.0]),
    ],
    ids=range(18),
)
def test_of_others_nothing_is_said(actual: Any, expected: Any) -> None:
    """One number is a multiple of each other, and what is right in part is not the mistake."""
    assert rules(actual, expected) == []


GRADIENTS = {"weight": drawn(4, 3, seed=9), "bias": drawn(4, seed=9)}
EARLIER = {"weight": drawn(4, 3, seed=11), "bias": drawn(4, seed=12)}


def times(factor: float) -> dict[str, torch.Tensor | None]:
    return {name: factor * one for name, one in GRADIENTS.items()}


@pytest.mark.parametrize(
    ("actual", "says"),
    [
        ({**GRADIENTS, "bias": None}, "`bias`: no gradient."),
        (times(0), "`weight`, `bias`: all gradients are zero."),
        (times(6), "The gradients are 6 times what is expected, and 6 is the number of examples."),
        (times(1 / 6), "The gradients are what is expected, divided by 6, the number of examples."),
        ({name: one + EARLIER[name] for name, one in GRADIENTS.items()}, "The gradients of an earlier step are still"),
        (times(3), "The gradients are 3 times what is expected, as after calling `backward` 3 times."),
    ],
    ids=["missing", "zero", "batch", "averaged", "accumulated", "multiple"],
)
def test_a_mistake_of_gradients_is_recognized(actual: Any, says: str) -> None:
    """All gradients together show it."""
    (sentence,) = told(gradients, actual, GRADIENTS, examples=6, earlier=EARLIER)
    assert sentence.startswith(says)


@pytest.mark.parametrize(
    "actual",
    [times(2.5), {**times(6), "bias": GRADIENTS["bias"]}, {"weight": GRADIENTS["weight"].T, "bias": drawn(4)}, 3],
    ids=["no-multiple", "one-only", "shape", "kind"],
)
def test_of_other_gradients_no_cause_is_told(actual: Any) -> None:
    """What is true of one parameter and not of the others is another mistake."""
    found = evidence(gradients, actual, GRADIENTS, examples=6, earlier=EARLIER).diagnosis
    assert not [one.rule for one in found if one.rule.startswith("gradient")]
    gradients(dict(GRADIENTS), GRADIENTS, examples=6)


def test_gradients_that_two_causes_give_have_none() -> None:
    """Two examples, and the same step twice: summed over the batch, or of two steps, nobody knows."""
    twice = times(2)
    assert told(gradients, twice, GRADIENTS, examples=2, earlier=GRADIENTS) == ["It is off by a constant factor of 2."]
    assert told(gradients, twice, GRADIENTS, examples=2)[0].startswith(
        "The gradients are 2 times what is expected, and"
    )
    assert told(gradients, twice, GRADIENTS, earlier=GRADIENTS)[0].startswith("The gradients of an earlier step")
    ones = {"bias": torch.ones(3)}
    assert told(gradients, {"bias": 6 * torch.ones(3)}, ones, examples=6) == []


def test_a_name_that_is_deeper_in_two_places_is_in_neither() -> None:
    """Which of them is the one that is expected, nobody knows."""
    assert rules(["0.weight", "1.weight", "bias"], ["weight", "bias"]) == ["keys_both"]
    assert rules(["0.weight", "scale", "bias"], ["weight", "bias"]) == ["keys_nested"]


def test_frozen_and_thawed_parameters_are_named() -> None:
    """Which learn and should not, or the reverse."""
    right = {"0.weight": False, "1.weight": True}
    trains(right, right)
    assert told(trains, {"0.weight": False, "1.weight": False}, right) == ["`1.weight`: `requires_grad` is False."]
    thawed = told(trains, {"0.weight": True, "1.weight": True}, right)
    assert thawed == ["`0.weight`: `requires_grad` is True, where it should be frozen."]
    assert told(trains, {"1.weight": True}, right) == ["Not there: `0.weight`."]


def test_a_known_mistake_is_told_in_the_exercises_words() -> None:
    """The one that came, exactly; where two give the same, neither."""
    sine, cosine = Mistake(torch.tensor([1.0, 2.0]), en="A sine."), Mistake(torch.tensor([5.0, 2.0]), rule="train_mode")
    expected = torch.tensor([3.0, 7.0])
    both = (sine, cosine)
    assert told(close, torch.tensor([1.0, 2.0]), expected, mistakes=both) == ["A sine."]
    assert told(close, torch.tensor([5.0, 2.0]), expected, mistakes=both)[0].startswith(
        "It is what the net gives in tr"
    )
    assert told(close, torch.tensor([5.0, 2.5]), expected, mistakes=both) == []
    assert told(close, torch.tensor([1.0, 2.0]), expected, mistakes=(sine, sine)) == []
    close(expected, expected, mistakes=(Mistake(expected, en="Never said."),))


@pytest.mark.parametrize("arguments", [{}, {"rule": "nowhere"}, {"rule": "factor"}, {"rule": "random", "en": "both"}])
def test_a_mistake_without_words_is_refused(arguments: dict[str, str]) -> None:
    """The author learns at once, not a student later."""
    with pytest.raises(ValueError, match="rule"):
        Mistake(1, **arguments)


def test_structure_is_said_before_values_wherever_it_is() -> None:
    """The first tensor is off by a factor, and the second has another shape, dtype, length or kind: that counts."""
    right = [drawn(3), {"a": drawn(2, 4), "b": [1, 2]}]
    for changed, where in (
        ({"a": drawn(2, 3), "b": [1, 2]}, "[1]['a']"),
        ({"a": drawn(2, 4).double(), "b": [1, 2]}, "[1]['a']"),
        ({"a": 3 * drawn(2, 4), "b": [1]}, "[1]['b']"),
        ({"a": 3 * drawn(2, 4), "b": [1, "2"]}, "[1]['b'][1]"),
        ({"a": 3 * drawn(2, 4)}, "[1]"),
    ):
        for comparison in (close, equal):
            seen = evidence(comparison, [2 * drawn(3), changed], right)
            assert seen.where == where
            assert seen.kind != "close"
            assert not {one.rule for one in seen.diagnosis} & {"factor", "not_finite"}
    assert evidence(close, [2 * drawn(3), right[1]], right).where == "[0]"


def test_what_a_failure_means_is_told_of_values_of_the_right_kind() -> None:
    """A check that knows what its failure means says it, but not of a wrong shape."""
    first = drawn(2, 3)
    assert told(close, drawn(2, 3, seed=8), first, means="random")[0].startswith("The same input gave another")
    assert told(close, drawn(2), first, means="random") == ["The shape is (2,), not (2, 3): dim 1 is lost."]


def test_a_sentence_of_a_check_can_be_in_both_languages() -> None:
    """And name a rule."""
    seen = evidence(fail, "Two of them are equal.", zh="其中两个相等。", means="not_random")
    assert seen.said is not None
    assert (seen.summary, seen.said.sentence("zh")) == ("Two of them are equal.", "其中两个相等。")
    assert [one.rule for one in seen.diagnosis] == ["not_random"]
    assert evidence(fail, "Only English.").said is None


KINDS: dict[str, Any] = {"works": bool, "error": (str, type(None)), "gain": float, "count": int, "speed": {"a", "b"}}
ANSWERS: dict[str, Any] = {"works": True, "error": None, "gain": 1, "count": 2, "speed": "a"}


def test_complete_answers_pass() -> None:
    """An integer is a number where a float is expected."""
    complete(ANSWERS, KINDS)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"works": 1}, "The value of 'works' is 1; bool is expected."),
        ({"error": 3}, "The value of 'error' is 3; str / None is expected."),
        ({"gain": True}, "The value of 'gain' is True; float is expected."),
        ({"count": True}, "The value of 'count' is True; int is expected."),
        ({"speed": ["a"]}, "The value of 'speed' is ['a']; "),
        ({"more": 1}, "Nobody asked for: `more`."),
    ],
    ids=str,
)
def test_incomplete_answers_are_named(change: dict[str, Any], says: str) -> None:
    """Which key, what it is, and what it should be."""
    (sentence,) = told(complete, {**ANSWERS, **change}, KINDS)
    assert sentence.startswith(says)


def test_answers_that_lack_keys_or_are_no_dict_fail() -> None:
    """With the keys, or with what came."""
    assert told(complete, {"works": True}, {"works": bool, "gain": float}) == ["Not there: `gain`."]
    assert told(complete, [1], KINDS) == ["What came is a list; a dict is expected."]


def came(value: torch.Tensor, storage: int = 1, on: str = "cpu") -> torch.Tensor:
    """Return a tensor as though it had come over the wire."""
    head = TensorHead("float32", tuple(value.shape), 0, 8, device=on, storage=storage)
    setattr(value, ORIGIN, head)
    return value


def test_copies_and_shared_tensors_are_told_apart() -> None:
    """Which of the two it is, follows from the comparison."""
    one, same, other = came(drawn(2)), came(drawn(2)), came(drawn(2), storage=2)
    assert told(same_storage, one, other)[0].startswith("They are copies")
    assert told(separate_storage, one, same)[0].startswith("They are one tensor")


def test_a_device_is_that_of_the_other_side() -> None:
    """Where the tensor was, not where its copy is."""
    device(came(drawn(2), on="cuda:0"), "cuda:0")
    assert told(device, came(drawn(2), on="cpu"), "cuda:0") == ["The tensor is on cpu, expected on cuda:0."]


def test_a_shape_is_told_of_what_is_no_tensor() -> None:
    """None, a number, and parts that nobody joined."""
    assert told(shape, None, (2, 7)) == ["None came, where a tensor is expected."]
    assert told(shape, 1.5, (2, 7)) == ["A Python number came, where a tensor is expected."]
    assert told(shape, (A, B), (2, 7))[0].startswith("2 tensors came separately; joined along dim 1 they have")
    assert told(shape, (A, B), (2, 8)) == []


def test_a_hidden_value_is_in_no_diagnosis_of_a_prediction() -> None:
    """A key that is wrong is named, its right value never."""
    seen = evidence(equal, {"a": 1, "b": 20}, {"a": 1, "b": 31}, what="predict()")
    assert seen.diagnosis == ()
