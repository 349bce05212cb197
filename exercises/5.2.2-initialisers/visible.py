"""The checks that you may read and run yourself."""

import inside
import torch
from torch import nn

from grader.checks import Mistake, close, complete, equal

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
    untouched = Mistake(
        net[1][1].weight,
        en="The layer has the weights that it had before: a layer in a net within the net is not reached.",
        zh="这一层的权重没有变：内层网络中的层没有被处理到。",
    )
    equal(state["1.1.weight"], torch.ones(2, 3), what="net[1][1].weight", mistakes=[untouched])


def test_two_expected_deviations(student):
    """Xavier's standard deviation for 3 inputs and 5 outputs is 0.5, that of normal_001 is 0.01 for any layer."""
    xavier = student.run(inside.deviation, "xavier_normal", 3, 5)
    close(xavier, 0.5, rtol=1e-3, what='expected_std("xavier_normal", 3, 5)')
    normal = student.run(inside.deviation, "normal_001", 3, 5)
    close(normal, 0.01, rtol=1e-3, what='expected_std("normal_001", 3, 5)')


def test_predictions_are_complete(student):
    """predict() returns one dict of literals, with every key and every type of the table."""
    complete(student.literal("predict"), TYPES)
