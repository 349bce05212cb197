"""Another right answer: extend, freezing by a helper, and loading through views of the named tensors."""

import copy
from itertools import chain, islice

import torch
from torch import nn


def reuse(old, head, *, share=False, freeze=False):
    """Begin with an empty net."""
    net = nn.Sequential()
    net.extend(layer if share else copy.deepcopy(layer) for layer in islice(old, 2))
    for parameter in chain(net[0].parameters(), net[1].parameters()) if freeze else ():
        parameter.requires_grad_(requires_grad=False)
    net.extend([head])
    return net


def load_first_two(path, new):
    """Compare everything before the first value is copied."""
    with open(path, "rb") as file:  # noqa: PTH123
        state = torch.load(file)
    targets = dict(chain(new.named_parameters(), new.named_buffers()))
    chosen = {name: targets[name] for name in sorted(state) if name[:2] in {"0.", "1."} and name in targets}
    if not chosen or any(state[name].size() != target.size() for name, target in chosen.items()):
        raise ValueError("the file does not match")
    for name, target in chosen.items():
        target.data.copy_(state[name])
    return [*chosen]
