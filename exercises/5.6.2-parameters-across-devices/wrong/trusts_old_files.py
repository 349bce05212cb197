import zipfile

import torch


def save_params(net, path):
    torch.save(net.state_dict(), path)


def load_params(net, path, device):
    net.load_state_dict(torch.load(path, map_location="cpu", weights_only=zipfile.is_zipfile(path)))
    return net.to(device)
