"""The checks that you may read and run yourself."""

import inside
import torch
from torch import nn

from grader.checks import close, equal, fail

TYPES = {
    "gain_linear": float,
    "gain_sigmoid": float,
    "gain_tanh": float,
    "gain_relu": float,
    "gain_leaky_relu": float,
    "gain_selu": float,
    "xavier_takes_a_bias": bool,
    "gelu_has_a_gain": bool,
    "normal_without_underscore_fails": bool,
    "weight_still_requires_grad": bool,
    "default_weights_stay_in_bound": bool,
    "constant_units_stay_equal": bool,
}


def test_constant(student):
    """With const_1, every weight of every linear layer is 1, also in a net within the net."""
    net = nn.Sequential(nn.Linear(4, 3), nn.Sequential(nn.ReLU(), nn.Linear(3, 2)))
    state = student.run(inside.initialize, net, "const_1")
    equal(state["0.weight"], torch.ones(3, 4), what="net[0].weight")
    equal(state["1.1.weight"], torch.ones(2, 3), what="net[1][1].weight")


def test_two_expected_deviations(student):
    """Xavier's standard deviation for 3 inputs and 5 outputs is 0.5, that of normal_001 is 0.01 for any layer."""
    xavier = student.run(inside.deviation, "xavier_normal", 3, 5)
    close(xavier, 0.5, rtol=1e-3, what='expected_std("xavier_normal", 3, 5)')
    normal = student.run(inside.deviation, "normal_001", 3, 5)
    close(normal, 0.01, rtol=1e-3, what='expected_std("normal_001", 3, 5)')


def test_predictions_are_complete(student):
    """predict() returns one dict of literals, with every key and every type of the table."""
    answers = student.literal("predict")
    if not isinstance(answers, dict):
        fail("predict() returns no dict")
    missing, unknown = TYPES.keys() - answers.keys(), answers.keys() - TYPES.keys()
    if missing or unknown:
        fail(f"keys that are missing: {sorted(missing)}; keys that nobody asked for: {sorted(map(str, unknown))}")
    for key, kind in TYPES.items():
        number = kind is float and type(answers[key]) in (int, float)
        if not number and type(answers[key]) is not kind:
            fail(f"the value of {key!r} has the wrong type, {type(answers[key]).__name__}")
