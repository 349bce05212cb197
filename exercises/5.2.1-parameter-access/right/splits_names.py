"""Another right answer: one list of full names, from which everything else follows."""

from collections import defaultdict

import torch
from torch import nn


def layer_params(net: nn.Module) -> dict[str, dict[str, nn.Parameter]]:
    """Sort parameters by what stands before the last dot of their names."""
    found: defaultdict[str, dict[str, nn.Parameter]] = defaultdict(dict)
    for name, value in net.named_parameters(remove_duplicate=False):
        path, _, last = name.rpartition(".")
        found[path][last] = value
    return found


def get_by_path(net: nn.Module, path: str) -> nn.Parameter:
    """Let PyTorch follow the path."""
    return net.get_parameter(path)


def untracked_tensors(net: nn.Module) -> list[str]:
    """Compare the tensors among all attributes with what PyTorch names."""
    found = []
    for path, module in net.named_modules(remove_duplicate=False):
        known = {name for name, _ in [*module.named_parameters(recurse=False), *module.named_buffers(recurse=False)]}
        names = [name for name in dir(module) if isinstance(getattr(module, name), torch.Tensor)]
        found += [f"{path}.{name}".removeprefix(".") for name in names if name not in known]
    return found


def track(net: nn.Module) -> nn.Module:
    """Move each tensor from the module's attributes to its buffers."""
    for path in untracked_tensors(net):
        owner, _, name = path.rpartition(".")
        module = net.get_submodule(owner)
        value = getattr(module, name)
        delattr(module, name)
        module.register_buffer(name, value)
    return net
