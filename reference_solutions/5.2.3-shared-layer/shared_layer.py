"""5.2.3: a net that uses one layer at two places, its training, and a twin in which the two places are untied."""

import copy

import torch
from torch import nn


def make_tied_mlp(d_in, d_h, d_out):
    """Return a Sequential of seven layers with one and the same layer at positions 2 and 4.

    Args:
        d_in: features of the input.
        d_h: hidden units.
        d_out: features of the output.
    """
    shared = nn.Linear(d_h, d_h)
    return nn.Sequential(nn.Linear(d_in, d_h), nn.ReLU(), shared, nn.ReLU(), shared, nn.ReLU(), nn.Linear(d_h, d_out))


def train(net, X, y, lr, steps):
    """Train a net in place by plain SGD on the mean squared error.

    Args:
        net: a Sequential with linear layers at positions 2 and 4, one or two of them.
        X: inputs, of shape (n, d_in).
        y: targets, of shape (n, d_out).
        lr: learning rate.
        steps: how many steps, each on all examples.

    Returns:
        For each step a dict of `loss`, `weight2`, `weight4`, `grad2` and `grad4` as they were before the update.
    """
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)
    records = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(net(X), y)
        loss.backward()
        records.append(
            {
                "loss": loss.item(),
                "weight2": net[2].weight.detach().clone(),
                "weight4": net[4].weight.detach().clone(),
                "grad2": net[2].weight.grad.clone(),
                "grad4": net[4].weight.grad.clone(),
            }
        )
        optimizer.step()
    return records


def untied_twin(net):
    """Return a net of the same values in which positions 2 and 4 hold two layers, independent of `net`."""
    twin = copy.deepcopy(net)
    twin[4] = copy.deepcopy(twin[2])
    return twin
