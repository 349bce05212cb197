"""Another right answer: state_dict(keep_vars=True) has the parameters themselves, with buffers that are sorted out."""

from functools import reduce

import torch
from torch import nn


def _parameters(net):
    return {name: value for name, value in net.state_dict(keep_vars=True).items() if isinstance(value, nn.Parameter)}


def layer_params(net):
    """Group the entries of the state by module."""
    found = {}
    for name, value in _parameters(net).items():
        *parts, last = name.split(".")
        found.setdefault(".".join(parts), {})[last] = value
    return found


def get_by_path(net, path):
    """Follow the path by getattr, and look what is there."""
    value = reduce(getattr, path.split("."), net)
    if not isinstance(value, nn.Parameter):
        raise KeyError(f"{path} leads to no parameter")
    return value


def _walk(module, prefix=""):
    yield prefix, module
    for name, child in module._modules.items():  # noqa: SLF001
        if child is not None:
            yield from _walk(child, f"{prefix}{name}.")


def untracked_tensors(net):
    """Search the attributes of every module at each of its places."""
    return sorted({prefix + name for prefix, module in _walk(net) for name in _plain(module)})


def _plain(module):
    return [name for name, value in module.__dict__.items() if isinstance(value, torch.Tensor)]


def track(net):
    """Replace each tensor by a buffer that is a copy."""

    def register(module):
        for name in _plain(module):
            copy = getattr(module, name).clone()
            delattr(module, name)
            module.register_buffer(name, copy)

    net.apply(register)
