"""Another right answer: classes of its own; find_mismatch looks for the first pair of neighbors that differ."""

import torch
from torch import nn

WHY = "Each layer is made on its own. Whether two layers fit shows in the forward propagation."


class Bad(nn.Module):
    """Two layers whose widths were written down by hand."""

    def __init__(self, d_in, d_hidden, d_expected, d_out):
        super().__init__()
        self.first = nn.Linear(d_in, d_hidden)
        self.second = nn.Linear(d_expected, d_out)

    def forward(self, X):
        """Run both layers."""
        return self.second(torch.clamp(self.first(X), min=0))


class Good(Bad):
    """The same net, with lazy layers."""

    def __init__(self, d_hidden, d_out):
        nn.Module.__init__(self)
        self.first = nn.LazyLinear(d_hidden)
        self.second = nn.LazyLinear(d_out)


def build_bad(d_in, d_hidden, d_expected, d_out):
    """Return a new net."""
    return Bad(d_in, d_hidden, d_expected, d_out)


def build_good(d_hidden, d_out):
    """Return a new lazy net."""
    return Good(d_hidden, d_out)


def find_mismatch(layers, shape):
    """Compare what each layer gets with what it expects."""
    given = [shape[-1]] + [d_out for _, d_out in layers]
    wanted = [d_in for d_in, _ in layers]
    rows = torch.Size(shape[:-1]).numel()
    fails = [i for i in range(len(layers)) if given[i] != wanted[i]]
    if not fails:
        return None
    return dict(layer=fails[0], mat1=[rows, given[fails[0]]], mat2=list(layers[fails[0]]))  # noqa: C408


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
