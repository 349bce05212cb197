"""A first export in the zygote of exercises that preload `torch.export`.

The first one takes three times as long as the next, for what it imports and fills caches with, and each student process
would begin with it. It traces on fake tensors: no backward, and no thread, which would not survive a fork.
"""

import io
import warnings

import torch
from torch import nn


def rehearse() -> None:
    """Export a net, save and load it, and run what was loaded.

    Warnings are ignored, or Python would take those that it shows once for shown.
    """
    net, example = nn.Sequential(nn.Linear(4, 3), nn.BatchNorm1d(3), nn.ReLU()).eval(), torch.randn(3, 4)
    file = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exported = torch.export.export(net, (example,), dynamic_shapes=({0: torch.export.Dim("batch")},))
        torch.export.save(exported, file)
        file.seek(0)
        torch.export.load(file).module()(example)
