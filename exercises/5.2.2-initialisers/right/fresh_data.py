"""Another right answer: new data for the same parameters, drawn by torch.distributions; one class for each scheme."""

from dataclasses import dataclass
from math import sqrt

import torch
from torch.distributions import Normal, Uniform
from torch.nn import Linear


@dataclass
class Random:
    """A distribution around zero, by its standard deviation."""

    uniform: bool
    std: float

    def draw(self, sizes):
        """Return new values."""
        bound = sqrt(3) * self.std
        return (Uniform(-bound, bound) if self.uniform else Normal(0.0, self.std)).sample(sizes)


@dataclass
class Orthogonal:
    """Vectors of length 1 at right angles, from the singular vectors of a random matrix."""

    std: float

    def draw(self, sizes):
        """Return new values."""
        left, _, right = torch.linalg.svd(torch.randn(sizes), full_matrices=False)
        return left @ right


@dataclass
class Book:
    """One of four cases for each entry."""

    std: float = sqrt((10**3 - 5**3) / 30)

    def draw(self, sizes):
        """Return new values."""
        case = torch.randint(4, sizes)
        return torch.empty(sizes).uniform_(5, 10) * ((case == 0).float() - (case == 1).float())


@dataclass
class Ones:
    """The same everywhere."""

    std: float = 0

    def draw(self, sizes):
        """Return ones."""
        return torch.ones(sizes)


def _scheme(name, fan_in, fan_out):
    xavier = (2 / (fan_in + fan_out)) ** 0.5
    return {
        "normal_001": Random(uniform=False, std=0.01),
        "const_1": Ones(),
        "xavier_uniform": Random(uniform=True, std=xavier),
        "xavier_normal": Random(uniform=False, std=xavier),
        "kaiming_normal_fan_out": Random(uniform=False, std=(2 / fan_out) ** 0.5),
        "orthogonal": Orthogonal(max(fan_in, fan_out) ** -0.5),
        "book": Book(),
    }[name]


def init_with(net, scheme):
    """Give each parameter of a linear layer other data of its own dtype."""
    for layer in filter(lambda module: isinstance(module, Linear), net.modules()):
        weight = layer.weight
        weight.data = _scheme(scheme, layer.in_features, layer.out_features).draw(tuple(weight.shape)).to(weight.dtype)
        if layer.bias is not None:
            layer.bias.data = torch.zeros_like(layer.bias)


def expected_std(scheme, fan_in, fan_out):
    """Ask the scheme."""
    return torch.tensor(_scheme(scheme, fan_in, fan_out).std)


def predict():
    """Give the gains and what happens."""
    return {
        "gain_linear": 1.0,
        "gain_sigmoid": 1.0,
        "gain_tanh": 1.66667,
        "gain_relu": 1.414214,
        "gain_leaky_relu": 1.41414,
        "gain_selu": 0.75,
        "xavier_takes_a_bias": False,
        "gelu_has_a_gain": False,
        "normal_without_underscore_fails": False,
        "weight_still_requires_grad": True,
        "default_weights_stay_in_bound": True,
        "constant_units_stay_equal": True,
    }
