"""Another right answer: the older file format, and moving by cuda() or cpu()."""

import torch


def save_params(net, path):
    """Use the format of older releases."""
    torch.save(net.state_dict(), path, _use_new_zipfile_serialization=False)


def load_params(net, path, device):
    """Choose the method by the kind of device."""
    places = {f"cuda:{number}": "cpu" for number in range(64)}
    net.load_state_dict(torch.load(path, map_location=places))
    device = torch.device(device)
    return net.cuda(device) if device.type == "cuda" else net.cpu()
