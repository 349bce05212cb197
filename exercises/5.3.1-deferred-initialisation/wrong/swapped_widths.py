from torch import nn
from torch.nn.parameter import UninitializedParameter

WHY = "The missing width is read from the first input."


def build():
    return nn.Sequential(nn.Linear(256, 20), nn.ReLU(), nn.LazyLinear(10))


def status(net):
    return ["lazy" if isinstance(p, UninitializedParameter) else "ready" for p in net.parameters()]


def predict():
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
