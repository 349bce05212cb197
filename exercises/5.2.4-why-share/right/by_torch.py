"""Another right answer: torch counts, torch convolves the unit vectors, and a file is written."""

import os
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional

WHY = "One idea about the world at many places."


def counts(d, h, depth, out):
    """Build both nets without memory and ask them."""
    shared = nn.Linear(h, h, device="meta")
    result = {}
    for name, hidden in (
        ("untied", [nn.Linear(h, h, device="meta") for _ in range(depth)]),
        ("tied", [shared] * depth),
    ):
        net = nn.Sequential(nn.Linear(d, h, device="meta"), *hidden, nn.Linear(h, out, device="meta"))
        result[name] = sum(p.numel() for p in net.parameters())
    return result


def conv_as_tied_dense(kernel, n):
    """The columns of a matrix are what it makes of the unit vectors."""
    if kernel.numel() > n:
        raise ValueError("the kernel is longer than the input")
    units = torch.eye(n, dtype=kernel.dtype).unsqueeze(1)
    return functional.conv1d(units, kernel.reshape(1, 1, -1)).squeeze(1).T


def bytes_on_disk(net):
    """Write a file into the current folder and remove it."""
    path = Path("state.pt")
    torch.save(net.state_dict(), path)
    size = os.stat(path).st_size  # noqa: PTH116
    path.unlink()
    return size


def predict():
    """Tell what sharing changes."""
    return {
        "equal_layers_stay_equal": False,
        "gradient_is_averaged": False,
        "forward_work_shrinks": False,
        "activation_memory_shrinks": False,
        "longer_inputs_fit": True,
        "file_shrinks": True,
        "optimizer_state_shrinks": True,
        "fewer_parameters": True,
    }
