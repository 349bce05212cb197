import torch


def save_params(net, path):
    torch.save(net.state_dict(), path)


def load_params(net, path, device):
    net.load_state_dict(torch.load(path, map_location={"cuda:0": "cpu"}))
    net.to(device)
    return net
