"""5.3.2: nets whose widths do not fit, and how to tell where."""

from math import prod

from torch import nn

WHY = """
nn.Linear knows nothing but its own two widths. The layers are made one by one and nobody looks at them side by side, so
that a mismatch is found when the first input arrives: the matrix multiplication refuses it, after all layers in front
of it have run. A lazy layer cannot mismatch on its first input, because it takes its width from it; from then on it is
as strict as any other. Worse than an error is a mismatch that broadcasting turns into a result of another meaning.
"""


def build_bad(d_in, d_hidden, d_expected, d_out):
    """Return a net of two layers, each made of the widths that were written down for it."""
    return nn.Sequential(nn.Linear(d_in, d_hidden), nn.ReLU(), nn.Linear(d_expected, d_out))


def build_good(d_hidden, d_out):
    """Return a net of two layers that find their input widths by themselves."""
    return nn.Sequential(nn.LazyLinear(d_hidden), nn.ReLU(), nn.LazyLinear(d_out))


def find_mismatch(layers, shape):
    """Return the first layer that fails for an input of this shape, and the two matrices that do not fit."""
    rows, width = prod(shape[:-1]), shape[-1]
    for position, (d_in, d_out) in enumerate(layers):
        if width != d_in:
            return {"layer": position, "mat1": (rows, width), "mat2": (d_in, d_out)}
        width = d_out
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
