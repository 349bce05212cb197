import torch


def save_params(net, path):
    torch.save(net.state_dict(), path)


def load_params(net, path, device):
    state = torch.load(path, map_location=device)
    net.to(device)
    net.load_state_dict(state)
    for module in net.modules():
        for name, p in list(module.named_parameters(recurse=False)):
            setattr(module, name, torch.nn.Parameter(p.detach().clone()))
    return net
