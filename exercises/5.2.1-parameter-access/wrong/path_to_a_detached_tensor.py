import torch


def layer_params(net):
    found = {}
    for path, module in net.named_modules(remove_duplicate=False):
        own = dict(module.named_parameters(recurse=False))
        if own:
            found[path] = own
    return found


def get_by_path(net, path):
    return dict(net.named_parameters(remove_duplicate=False))[path].detach()


def untracked_tensors(net):
    return [
        f"{path}.{name}" if path else name
        for path, module in net.named_modules(remove_duplicate=False)
        for name in _plain_tensors(module)
    ]


def track(net):
    for module in net.modules():
        for name, value in _plain_tensors(module).items():
            delattr(module, name)
            module.register_buffer(name, value)


def _plain_tensors(module):
    return {name: value for name, value in vars(module).items() if isinstance(value, torch.Tensor)}
