"""Another right answer: functions chosen by name, working on .data."""

import math

import torch
from torch import nn


def init_with(net, scheme):
    """Look the scheme up among the functions of this file."""
    fill = globals()["fill_" + scheme]

    def init(m):
        if isinstance(m, nn.Linear):
            fill(m.weight.data)
            if m.bias is not None:
                m.bias.data.fill_(0)

    net.apply(init)


def fill_normal_001(W):
    """Small normal entries."""
    W.normal_(0, 0.01)


def fill_const_1(W):
    """Ones."""
    W.fill_(1)


def fill_xavier_uniform(W):
    """Both fans count."""
    bound = (6.0 / (W.shape[0] + W.shape[1])) ** 0.5
    W.uniform_(-bound, bound)


def fill_xavier_normal(W):
    """Both fans count."""
    nn.init.xavier_normal_(W, gain=1.0)


def fill_kaiming_normal_fan_out(W):
    """A leaky ReLU of slope 0 is a ReLU."""
    nn.init.kaiming_normal_(W, a=0, mode="fan_out")


def fill_orthogonal(W):
    """Let torch do it."""
    nn.init.orthogonal_(W)


def fill_book(W):
    """Choose zeros and signs, then sizes."""
    W.uniform_(5, 10)
    W[torch.rand(W.shape) < 0.5] = 0
    W *= torch.randint(0, 2, W.shape) * 2 - 1


def expected_std(scheme, fan_in, fan_out):
    """Return the standard deviation."""
    if scheme == "const_1":
        return 0
    if scheme == "normal_001":
        return 0.01
    if scheme.startswith("xavier"):
        return math.sqrt(2.0 / float(fan_in + fan_out))
    if scheme.startswith("kaiming"):
        return math.sqrt(2.0 / fan_out)
    if scheme == "orthogonal":
        return 1 / math.sqrt(max(fan_out, fan_in))
    return 5.4006


def predict():
    """Give the gains and what happens."""
    return {
        "gain_linear": 1,
        "gain_sigmoid": 1,
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
