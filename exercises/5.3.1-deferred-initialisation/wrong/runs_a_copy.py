import copy

import torch
from torch import nn
from torch.nn.parameter import UninitializedParameter

WHY = "The missing width is read from the first input."


def build():
    return nn.Sequential(nn.Linear(20, 256), nn.ReLU(), nn.LazyLinear(10))


def status(net):
    try:
        copy.deepcopy(net)(torch.zeros(1, 20))
    except Exception as e:
        print("this net does not take inputs of width 20:", e)
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
