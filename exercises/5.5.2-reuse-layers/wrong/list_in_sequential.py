import copy

import torch
from torch import nn


def reuse(old, head, *, share=False, freeze=False):
    layers = [layer if share else copy.deepcopy(layer) for layer in list(old)[:2]]
    if freeze:
        for layer in layers:
            layer.requires_grad_(False)
    return nn.Sequential(layers + [head])


def load_first_two(path, new):
    state = torch.load(path)
    picked = {k: v for k, v in state.items() if k.split(".")[0] in ("0", "1") and k in new.state_dict()}
    if not picked:
        raise ValueError("nothing to load")
    new.load_state_dict(picked, strict=False)
    return list(picked)
