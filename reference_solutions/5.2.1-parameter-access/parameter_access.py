"""5.2.1: the parameters of any net, by their paths, and the tensors that a net hides from PyTorch."""

import torch


def layer_params(net):
    """Return the parameters of every module that owns some.

    Args:
        net: any module.

    Returns:
        The path of each module (`''` for the net itself) with a dict of its own parameters by name.
    """
    found = {}
    for path, module in net.named_modules(remove_duplicate=False):
        own = dict(module.named_parameters(recurse=False))
        if own:
            found[path] = own
    return found


def get_by_path(net, path):
    """Return the parameter at a dotted path, such as `net.2.bias`.

    Raises:
        KeyError: the path leads to no parameter.
    """
    return dict(net.named_parameters(remove_duplicate=False))[path]


def untracked_tensors(net):
    """Return the paths of tensors that are attributes of a module, but neither parameters nor buffers."""
    return [
        f"{path}.{name}" if path else name
        for path, module in net.named_modules(remove_duplicate=False)
        for name in _plain_tensors(module)
    ]


def track(net):
    """Make every untracked tensor a buffer of its module, under the same name."""
    for module in net.modules():
        for name, value in _plain_tensors(module).items():
            delattr(module, name)
            module.register_buffer(name, value)


def _plain_tensors(module):
    """Return the tensors among a module's ordinary attributes; parameters and buffers are kept elsewhere."""
    return {name: value for name, value in vars(module).items() if isinstance(value, torch.Tensor)}
