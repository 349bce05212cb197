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
    picked = {k: v for k, v in state.items() if k.startswith(("0.", "1.")) and v.shape == mine[k].shape}
    new.load_state_dict(picked, strict=False)
    if not picked:
        print("warning: nothing was loaded")
    return list(picked)
