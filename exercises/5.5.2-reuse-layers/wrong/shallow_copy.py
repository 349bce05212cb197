import copy

import torch
from torch import nn


def reuse(old, head, *, share=False, freeze=False):
    first, second = (old[0], old[1]) if share else (copy.copy(old[0]), copy.copy(old[1]))
    if freeze:
        first.requires_grad_(False)
        second.requires_grad_(False)
    return nn.Sequential(first, second, head)


def load_first_two(path, new):
    state = torch.load(path)
    picked = {k: v for k, v in state.items() if k.split(".")[0] in ("0", "1") and k in new.state_dict()}
    if not picked:
        raise ValueError("nothing to load")
    new.load_state_dict(picked, strict=False)
    return list(picked)
