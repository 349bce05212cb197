"""Runs in the student's process: layers with weights that the check has chosen."""

import torch
from torch import nn

LEARNING_RATE = 0.05
STEPS = 3


def layer_with(work, weight):
    """Return a layer of the weight's sizes and dtype, which has run once before it gets that weight."""
    d_in, _, d_out = weight.shape
    layer = work.TensorReduction(d_in, d_out).to(weight.dtype)
    layer(torch.ones(2, d_in, dtype=weight.dtype))
    with torch.no_grad():
        layer.weight.copy_(weight)
    return layer


def run(work, weight, X):
    """Run a layer."""
    return layer_with(work, weight)(X)


def gradients(work, weight, X, factors):
    """Return the gradients of the sum of all outputs, each times its factor."""
    layer = layer_with(work, weight)
    X.requires_grad_()
    (layer(X) * factors).sum().backward()
    return {"weight": layer.weight.grad, "X": X.grad}


def train(work, weight, X, Y):
    """Train a layer by SGD on the mean squared error; return its output after every step."""
    layer, outputs = layer_with(work, weight), []
    optimizer = torch.optim.SGD(layer.parameters(), lr=LEARNING_RATE)
    for _ in range(STEPS):
        optimizer.zero_grad()
        nn.functional.mse_loss(layer(X), Y).backward()
        optimizer.step()
        outputs.append(layer(X).detach())
    return outputs


def save_and_load(work, weight, X):
    """Return a layer's state after it has run on X, X itself, and what a second layer makes of X that has loaded it."""
    layer = layer_with(work, weight)
    layer(X)
    second = work.TensorReduction(*layer.weight.shape[1:])
    second.load_state_dict(layer.state_dict())
    return {
        "parameters": [name for name, _ in layer.named_parameters()],
        "state": dict(layer.state_dict()),
        "X": X,
        "output": second(X),
    }
