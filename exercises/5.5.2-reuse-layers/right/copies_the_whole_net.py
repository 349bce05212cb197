"""Another right answer: the whole old net is copied and cut; entries are copied by hand."""

import copy

import torch
from torch import nn


def reuse(old, head, *, share=False, freeze=False):
    """Put a new head behind the first two layers of an old net."""
    source = old if share else copy.deepcopy(old)
    net = nn.Sequential()
    for layer in list(source.children())[:2]:
        net.append(layer)
    if freeze:
        for parameter in net.parameters():
            parameter.requires_grad_(False)
    net.append(head)
    return net


def load_first_two(path, new):
    """Copy value by value, after all shapes have been compared."""
    state, mine = torch.load(path, map_location="cpu"), new.state_dict()
    names = [name for name in mine if name.startswith(("0.", "1.")) and name in state]
    if len(names) == 0:
        raise ValueError("no entry of the first two layers in this file")
    for name in names:
        if state[name].shape != mine[name].shape:
            raise ValueError(f"{name} has shape {tuple(state[name].shape)} in the file")
    with torch.no_grad():
        for name in names:
            mine[name].copy_(state[name])
    return names
