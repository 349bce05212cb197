"""Another right answer: looks at the class of each parameter; layers are added one by one under names."""

from torch import nn
from torch.nn.parameter import UninitializedParameter

WHY = """No. The first layer is initialized at once, the last one not before the first forward propagation."""


def build():
    """Name each layer."""
    net = nn.Sequential()
    net.add_module("hidden", nn.Linear(20, 256))
    net.add_module("activation", nn.ReLU(inplace=True))
    net.add_module("output", nn.LazyLinear(10))
    return net


def status(net):
    """Go through the named parameters."""
    found = {name: isinstance(parameter, UninitializedParameter) for name, parameter in net.named_parameters()}
    return [("ready", "lazy")[lazy] for lazy in found.values()]


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
