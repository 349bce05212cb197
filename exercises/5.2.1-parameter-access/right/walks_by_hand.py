"""Another right answer: a recursion over the dicts in which nn.Module keeps what it registers."""

import torch


def layer_params(net, prefix=""):
    """Collect this module's parameters, then those of its children."""
    own = {name: value for name, value in net._parameters.items() if value is not None}  # noqa: SLF001
    found = {prefix: own} if own else {}
    for name, child in net._modules.items():  # noqa: SLF001
        if child is not None:
            found.update(layer_params(child, f"{prefix}.{name}" if prefix else name))
    return found


def get_by_path(net, path):
    """Look the path up in what layer_params returns."""
    module, _, name = path.rpartition(".")
    return layer_params(net)[module][name]


def untracked_tensors(net, prefix=""):
    """Collect this module's plain tensors, then those of its children."""
    found = [prefix + name for name, value in net.__dict__.items() if torch.is_tensor(value)]
    for name, child in net._modules.items():  # noqa: SLF001
        found += untracked_tensors(child, f"{prefix}{name}.")
    return found


def track(net):
    """Take each tensor out of __dict__ before it is registered."""
    for child in net.children():
        track(child)
    for name in [name for name, value in net.__dict__.items() if torch.is_tensor(value)]:
        net.register_buffer(name, net.__dict__.pop(name))
