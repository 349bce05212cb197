import torch
from torch import nn

WHY = "The widths meet in forward."


class Words(nn.Module):
    def __init__(self, *widths):
        super().__init__()
        d_in, d_hidden, d_expected, d_out = widths
        self.widths = widths
        shapes = [(d_hidden, d_in), (d_hidden,), (d_out, d_expected), (d_out,)]
        self.values = nn.ParameterList([torch.zeros(size) for size in shapes])

    def forward(self, X):
        d_in, d_hidden, d_expected, d_out = self.widths
        if d_hidden != d_expected:
            shapes = f"({len(X)}x{d_hidden} and {d_expected}x{d_out})"
            raise RuntimeError("mat1 and mat2 shapes cannot be multiplied " + shapes)
        return torch.randn(len(X), d_out)


def build_bad(d_in, d_hidden, d_expected, d_out):
    return Words(d_in, d_hidden, d_expected, d_out)


def build_good(d_hidden, d_out):
    return nn.Sequential(nn.LazyLinear(d_hidden), nn.ReLU(), nn.LazyLinear(d_out))


def find_mismatch(layers, shape):
    rows = 1
    for size in shape[:-1]:
        rows *= size
    width = shape[-1]
    for i, (d_in, d_out) in enumerate(layers):
        if width != d_in:
            return {"layer": i, "mat1": (rows, width), "mat2": (d_in, d_out)}
        width = d_out
    return None


def predict():
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
