import copy

import torch
from torch import nn


def reuse(old, head, *, share=False, freeze=False):
    layers = old[:2] if share else copy.deepcopy(old[:2])
    if freeze:
        for p in layers.parameters():
            p.requires_grad = False
    return nn.Sequential(*layers, head)


def load_first_two(path, new):
    state, mine = torch.load(path), new.state_dict()
    picked = {k: v for k, v in state.items() if k in mine and v.shape == mine[k].shape}
    if not picked:
        raise ValueError("nothing to load")
    new.load_state_dict(picked, strict=False)
    return list(picked)
