"""5.3.1: a net whose first layer is sized and whose last one is not."""

from torch import nn
from torch.nn.parameter import is_lazy

WHY = """
A layer that knows both of its widths draws its weights when it is constructed, whatever stands behind it. A lazy layer
knows one width only: it holds placeholders without a shape. Its width is read from the first input that really arrives,
so that the first forward propagation completes the net, front to back. PyTorch cannot take the 256 from the layer in
front, because a layer does not know its neighbors: only forward() decides what flows into it. So the answer is
immediately for the first layer, and later for the last one.
"""


def build():
    """Return the net: 20 inputs, 256 hidden units, and 10 outputs whose layer finds its input width by itself."""
    return nn.Sequential(nn.Linear(20, 256), nn.ReLU(), nn.LazyLinear(10))


def status(net):
    """Tell of each parameter of `net`, in order, whether it is "ready" or "lazy"."""
    return ["lazy" if is_lazy(parameter) else "ready" for parameter in net.parameters()]


def predict():
    """Tell what happens to the net of the statement."""
    return {
        "before": ["ready", "ready", "lazy", "lazy"],
        "after": ["ready", "ready", "ready", "ready"],
        "shape_error": "RuntimeError",
        "numel_error": "ValueError",
        "class_after": "Linear",
        "after_loading": ["ready", "ready", "ready", "ready"],
        "class_after_loading": "LazyLinear",
        "counts_as_linear": True,
        "early_optimizer_trains": True,
        "same_seed_same_values": True,
        "saved_state_opens": False,
        "failed_forward_changes_nothing": False,
        "second_width_is_accepted": False,
    }
