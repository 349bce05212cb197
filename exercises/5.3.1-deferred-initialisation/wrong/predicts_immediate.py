from torch import nn
from torch.nn.parameter import UninitializedParameter

WHY = "Yes: every layer takes its width from the layer before it."


def build():
    return nn.Sequential(nn.Linear(20, 256), nn.ReLU(), nn.LazyLinear(10))


def status(net):
    return ["lazy" if isinstance(p, UninitializedParameter) else "ready" for p in net.parameters()]


def predict():
    return {
        "before": ["ready", "ready", "ready", "ready"],
        "after": ["ready", "ready", "ready", "ready"],
        "shape_error": None,
        "numel_error": None,
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
