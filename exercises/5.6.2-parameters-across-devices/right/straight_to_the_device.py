"""Another right answer: torch.load puts tensors on the target device, with a handle instead of a path."""

import torch
from torch import device as Device


def save_params(net, path):
    """Write through a handle."""
    with open(path, "wb") as file:  # noqa: PTH123
        torch.save(net.state_dict(), file)


def load_params(net, path, device):
    """Load to the device; move the net there as well."""
    device = Device(device)
    with open(path, "rb") as file:  # noqa: PTH123
        state = torch.load(file, map_location=device)
    net.to(device)
    net.load_state_dict(state, strict=True)
    return net
