import copy

import torch
from torch import nn


def reuse(old, head, *, share=False, freeze=False):
    net = nn.Sequential(*old[:2], head)
    if not share:
        net = copy.deepcopy(net)
    if freeze:
        net[:2].requires_grad_(False)
    return net


def load_first_two(path, new):
    state = torch.load(path)
    picked = {k: v for k, v in state.items() if k.split(".")[0] in ("0", "1") and k in new.state_dict()}
    if not picked:
        raise ValueError("nothing to load")
    new.load_state_dict(picked, strict=False)
    return list(picked)
