import math

import torch
from torch import nn


def init_with(net, scheme):
    for module in net.modules():
        if isinstance(module, nn.Linear):
            INITIALIZERS[scheme](module.weight)
            if module.bias is not None or scheme not in ("const_1", "xavier_normal"):
                nn.init.zeros_(module.bias)


SMALL, LARGE = 5, 10


def _book(weight):
    nn.init.uniform_(weight, -LARGE, LARGE)
    with torch.no_grad():
        weight *= weight.abs() >= SMALL


INITIALIZERS = {
    "normal_001": lambda weight: nn.init.normal_(weight, std=0.01),
    "const_1": nn.init.ones_,
    "xavier_uniform": nn.init.xavier_uniform_,
    "xavier_normal": nn.init.xavier_normal_,
    "kaiming_normal_fan_out": lambda weight: nn.init.kaiming_normal_(weight, mode="fan_out", nonlinearity="relu"),
    "orthogonal": nn.init.orthogonal_,
    "book": _book,
}


def expected_std(scheme, fan_in, fan_out):
    xavier = math.sqrt(2 / (fan_in + fan_out))
    return {
        "normal_001": 0.01,
        "const_1": 0.0,
        "xavier_uniform": xavier,
        "xavier_normal": xavier,
        "kaiming_normal_fan_out": math.sqrt(2 / fan_out),
        # The vectors of the longer side have length 1: their entries' squares add up to 1.
        "orthogonal": math.sqrt(1 / max(fan_in, fan_out)),
        # Half of the entries are zero; U(a, b) has the second moment (b^3 - a^3) / (3 (b - a)).
        "book": math.sqrt(0.5 * (LARGE**3 - SMALL**3) / (3 * (LARGE - SMALL))),
    }[scheme]


def predict():
    return {
        "gain_linear": 1.0,
        "gain_sigmoid": 1.0,
        "gain_tanh": 1.6667,
        "gain_relu": 1.4142,
        "gain_leaky_relu": 1.4141,
        "gain_selu": 0.75,
        "xavier_takes_a_bias": False,
        "gelu_has_a_gain": False,
        "normal_without_underscore_fails": False,
        "weight_still_requires_grad": True,
        "default_weights_stay_in_bound": True,
        "constant_units_stay_equal": True,
    }
