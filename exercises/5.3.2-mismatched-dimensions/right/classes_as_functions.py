"""Another right answer: a subclass of Sequential, and a good net that registers its layers under numbers of its own."""

import operator
from functools import reduce

from torch import nn

WHY = "A layer knows its own widths and nobody compares them; the product does, when X comes."


class Bad(nn.Sequential):
    """Named layers."""

    def __init__(self, d_in, d_hidden, d_expected, d_out):
        super().__init__()
        self.add_module("inner", nn.Sequential(nn.Linear(d_in, d_hidden), nn.ReLU()))
        self.add_module("outer", nn.Linear(d_expected, d_out))


class Good(nn.Module):
    """A ModuleList that is run through, in place of a Sequential."""

    def __init__(self, d_hidden, d_out):
        super().__init__()
        self.steps = nn.ModuleList([nn.LazyLinear(d_hidden), nn.Threshold(0.0, 0.0), nn.LazyLinear(d_out)])

    def forward(self, X):
        """Run one step after another."""
        return reduce(lambda H, step: step(H), self.steps, X)


build_bad, build_good = Bad, Good


def find_mismatch(layers, shape):
    """Look for the first layer whose width is not the one in front of it."""
    width = shape[-1]
    for position, pair in enumerate(layers):
        if width != pair[0]:
            return {"mat2": tuple(pair), "mat1": (reduce(operator.mul, shape[:-1], 1), width), "layer": position}
        width = pair[1]
    return None


def predict():
    """Tell what happens to the layers of the statement."""
    return {
        "raises_at": "forward",
        "exception": "RuntimeError",
        "mat1": (2, 256),
        "mat2": (128, 10),
        "first_layer_runs": True,
        "single_example_raises": False,
        "three_dimensions_raise": False,
        "transposed_input_raises": True,
        "second_width_raises": True,
        "loss_raises": False,
        "dtype_error": "RuntimeError",
        "channels_error": "RuntimeError",
        "features_error": "RuntimeError",
        "batch_of_one_error": "ValueError",
        "index_error": "IndexError",
    }
