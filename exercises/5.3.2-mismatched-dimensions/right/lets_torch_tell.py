"""Another right answer: runs the layers and reads the message; the good net is lazy in its first layer only."""

import re

import torch
from torch import nn

WHY = "In forward, when the product is computed. Broadcasting hides some mismatches: that is worse than an error."


def build_bad(d_in, d_hidden, d_expected, d_out):
    """Collect the layers in a list first."""
    layers = [nn.Linear(d_in, d_hidden), nn.ReLU(inplace=True), nn.Linear(d_expected, d_out)]
    return nn.Sequential(*layers)


def build_good(d_hidden, d_out):
    """Only the first layer has to look for its width."""
    return nn.Sequential(nn.LazyLinear(d_hidden), nn.ReLU(inplace=True), nn.Linear(d_hidden, d_out))


def find_mismatch(layers, shape):
    """Try each layer."""
    X = torch.zeros(shape)
    for position, (d_in, d_out) in enumerate(layers):
        try:
            X = torch.relu(nn.Linear(d_in, d_out)(X))
        except RuntimeError as error:
            a, b, c, d = (int(number) for number in re.findall(r"\d+", str(error).split("(")[-1]))
            return {"layer": position, "mat1": (a, b), "mat2": (c, d)}
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
