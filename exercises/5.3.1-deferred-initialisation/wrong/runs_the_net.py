import torch
from torch import nn
from torch.nn.parameter import UninitializedParameter

WHY = "The missing width is read from the first input."


def build():
    return nn.Sequential(nn.Linear(20, 256), nn.ReLU(), nn.LazyLinear(10))


def status(net):
    before = [type(p) for p in net.parameters()]
    try:
        net(torch.zeros(1, 20))
    except Exception:
        pass
    return ["lazy" if t is UninitializedParameter and type(p) is not t else "ready" for t, p in zip(before, net.parameters())]


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
