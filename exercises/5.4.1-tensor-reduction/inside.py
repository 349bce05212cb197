"""Runs in the student's process: layers with weights that the check has chosen."""

import torch
from torch import nn

LEARNING_RATE = 0.05
STEPS = 3


def layer_with(work, weight):
    """Return a layer of the weight's sizes and dtype, which has run once before it gets that weight.

    Other parameters, which there should be none of, are set to zero. A weight whose outputs come first gets its
    values in that order.
    """
    d_in, _, d_out = weight.shape
    layer = work.TensorReduction(d_in, d_out).to(weight.dtype)
    layer(torch.ones(2, d_in, dtype=weight.dtype))
    set_weight(layer, weight)
    return layer


def set_weight(layer, weight):
    """Set the layer's parameters in place."""
    with torch.no_grad():
        for parameter in layer.parameters():
            if parameter is not layer.weight:
                parameter.zero_()
        output_first = layer.weight.shape != weight.shape and layer.weight.shape == weight.permute(2, 0, 1).shape
        layer.weight.copy_(weight.permute(2, 0, 1) if output_first else weight)


def run(work, weight, X):
    """Run a layer."""
    return layer_with(work, weight)(X)


def run_in_both_modes(work, weight, inputs):
    """Run one layer on each input: in training mode with gradients, in evaluation mode without, and once more."""
    layer, outputs = layer_with(work, weight), []
    for X in inputs:
        training = layer.train()(X.clone().requires_grad_()).detach()
        with torch.no_grad():
            evaluation = layer.eval()(X)
        outputs.append((training, evaluation, layer(X).detach()))
    return outputs


def run_each(work, weights, X):
    """Give one layer in evaluation mode one weight after another, in place; return its outputs without gradients."""
    layer, outputs = layer_with(work, weights[0]).eval(), []
    for weight in weights:
        set_weight(layer, weight)
        with torch.no_grad():
            outputs.append(layer(X))
    return outputs


def gradients(work, weight, inputs, factors):
    """Return the gradients of the sum of all outputs, each times its factor, for one layer and several inputs."""
    layer, found = layer_with(work, weight), []
    for training, X, factor in zip((True, False), inputs, factors, strict=True):
        X.requires_grad_()
        total = (layer.train(training)(X) * factor).sum()
        of_weight, of_X = torch.autograd.grad(total, (layer.weight, X), allow_unused=True)
        found.append({"weight": of_weight, "X": of_X})
    return found


def train(work, weight, X, Y):
    """Train a layer by SGD on the mean squared error; return its outputs in both modes after every step."""
    layer, outputs = layer_with(work, weight), []
    optimizer = torch.optim.SGD(layer.parameters(), lr=LEARNING_RATE)
    for _ in range(STEPS):
        optimizer.zero_grad()
        nn.functional.mse_loss(layer.train()(X), Y).backward()
        optimizer.step()
        with torch.no_grad():
            outputs.append((layer(X), layer.eval()(X)))
    return outputs


def save_and_load(work, weight, X):
    """Return a layer's state after it has run on X, X itself, and what a second layer makes of X that has loaded it."""
    layer = layer_with(work, weight)
    layer(X)
    second = work.TensorReduction(*layer.weight.shape[1:])
    second(X)
    second.load_state_dict(layer.state_dict())
    return {
        "parameters": [name for name, _ in layer.named_parameters()],
        "state": dict(layer.state_dict()),
        "X": X,
        "output": second(X),
    }
