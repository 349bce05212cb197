import torch


def save_params(net, path):
    torch.save(net, path)


def load_params(net, path, device):
    other = torch.load(path, map_location="cpu", weights_only=False)
    state = other if isinstance(other, dict) else other.state_dict()
    net.load_state_dict(state)
    return net.to(device)
