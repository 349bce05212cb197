"""What has to run in the student's process."""

import torch
from torch import nn


def gradient(work, weight, X, token):
    """Return the gradient of the output's sum with respect to the weight."""
    layer = work.Scale(weight)
    layer(X, token).sum().backward()
    return layer.weight.grad


def save(work, weight):
    """Save a layer's weight."""
    layer = nn.Linear(3, 2, bias=False)
    layer.weight.data.copy_(weight)
    work.save_layer(layer, "layer.pt")


def load(work):
    """Return the weight that was saved."""
    return torch.load("layer.pt", weights_only=True)["weight"]
