import torch


def save_params(net, path):
    torch.save({name: p.detach().cpu() for name, p in net.named_parameters()}, path)


def load_params(net, path, device):
    net.load_state_dict(torch.load(path, map_location="cpu"), strict=False)
    net.to(device)
    return net
