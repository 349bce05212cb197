"""Runs in the student's process: what becomes of a shared layer, of recorded training, and of an untied twin."""

import copy

import torch
from torch import nn

LINEAR = (0, 2, 4, 6)
"""Positions of the linear layers."""
LEARNING_RATE = 0.1
STEPS = 3
FACTOR = 0.95


def values_of(net, positions=LINEAR):
    """Return copies of weight and bias of the layers at some positions."""
    return {at: (net[at].weight.detach().clone(), net[at].bias.detach().clone()) for at in positions}


def fill(net, values):
    """Copy a weight and a bias into the layer at each position; layers go by position, whatever they are called."""
    with torch.no_grad():
        for position, (weight, bias) in values.items():
            net[position].weight.copy_(weight)
            net[position].bias.copy_(bias)


def change(layer):
    """Add 1 to a layer's weight and bias, so that its units answer."""
    with torch.no_grad():
        layer.weight.add_(1)
        layer.bias.add_(1)


def in_every_mode(net, inputs):
    """Return what a net gives in training and evaluation mode, with and without gradients, twice for each input.

    The last layer shrinks between two modes, so that nothing computed earlier is still right.
    """
    outputs = []
    for training in (True, False, True, False):
        net.train(training)
        for with_gradients in (True, False):
            with torch.set_grad_enabled(with_gradients):
                outputs += [net(X).detach() for X in inputs for _ in range(2)]
            with torch.no_grad():
                net[-1].weight.mul_(FACTOR)
    return outputs


def sizes_of_weights(work, sizes):
    """Return the sizes of the weight of each module of a net, None where a module has none."""
    return [tuple(module.weight.shape) if hasattr(module, "weight") else None for module in work.make_tied_mlp(*sizes)]


def build_and_run(work, sizes, values, inputs):
    """Build a net, set its values, and run it in every mode."""
    net = work.make_tied_mlp(*sizes)
    fill(net, values)
    return in_every_mode(net, inputs)


def build_and_fill(work, sizes, values):
    """Build a net, set the values at some positions, and return those at all."""
    net = work.make_tied_mlp(*sizes)
    fill(net, values)
    return values_of(net)


def build_two(work, sizes, values):
    """Build two nets, set the values of the second, then everything in the first to zero.

    Returns:
        The values of both before, and those of the second afterwards.
    """
    first, second = work.make_tied_mlp(*sizes), work.make_tied_mlp(*sizes)
    before = [values_of(first), values_of(second)]
    fill(second, values)
    with torch.no_grad():
        for parameter in first.parameters():
            parameter.zero_()
    return {"before": before, "second": values_of(second)}


def gradients(net, X, y):
    """Return the gradients of the mean squared error at positions 2 and 4."""
    nn.functional.mse_loss(net(X), y).backward()
    return {
        f"net[{position}].{name}": getattr(net[position], name).grad.clone()
        for position in (2, 4)
        for name in ("weight", "bias")
    }


def build_and_differentiate(work, sizes, values, X, y):
    """Build a net, set its values, and return its gradients at positions 2 and 4."""
    net = work.make_tied_mlp(*sizes)
    fill(net, values)
    return gradients(net, X, y)


def build_and_decay(work, sizes, values, X, y):
    """Build a net, set its values, train it by SGD with weight decay, and return the output after every step."""
    net = work.make_tied_mlp(*sizes)
    fill(net, values)
    return train_with_decay(net, X, y)


def train_with_decay(net, X, y):
    """Train by SGD with weight decay on the mean squared error; return the output after every step."""
    optimizer = torch.optim.SGD(net.parameters(), lr=LEARNING_RATE, weight_decay=0.5)
    outputs = []
    for _ in range(STEPS):
        optimizer.zero_grad()
        nn.functional.mse_loss(net(X), y).backward()
        optimizer.step()
        outputs.append(net(X).detach())
    return outputs


def build_and_copy(work, sizes, values):
    """Copy a net in three ways, change the layer at position 2 of each copy, and return the values of the copies."""
    net, loaded = work.make_tied_mlp(*sizes), work.make_tied_mlp(*sizes)
    fill(net, values)
    loaded.load_state_dict(net.state_dict())
    copies = {"deepcopy": copy.deepcopy(net), "load_state_dict": loaded, "double": copy.deepcopy(net).double()}
    for one in copies.values():
        change(one[2])
    return {name: values_of(one) for name, one in copies.items()}


def records(work, net, X, y, lr, steps):
    """Return the records of a training."""
    return work.train(net, X, y, lr, steps)


def records_and_output(work, net, X, y, lr, steps):
    """Train a net that holds old gradients, then once more; return the second training's records and the output."""
    net(X).sum().backward()
    work.train(net, X, y, lr, steps)
    again = work.train(net, X, y, lr, steps)
    return {"records": again, "output": net(X).detach()}


def differentiate_twin(work, net, X, y):
    """Return the gradients of an untied twin."""
    return gradients(work.untied_twin(net), X, y)


def train_twin(work, net, X, y):
    """Train an untied twin; return its output after every step."""
    return train_with_decay(work.untied_twin(net), X, y)


def change_twin(work, net, position, X):
    """Make a twin and change its layer at a position; return the outputs of the twin and of the net."""
    twin = work.untied_twin(net)
    change(twin[position])
    return {"twin": twin(X).detach(), "net": net(X).detach()}


def run_twin(work, net, inputs):
    """Run an untied twin in every mode."""
    return in_every_mode(work.untied_twin(net), inputs)


def erase_one(work, net, X, *, erased):
    """Make a twin, set everything in one of both to zero, and run the other."""
    twin = work.untied_twin(net)
    gone, kept = (net, twin) if erased == "net" else (twin, net)
    with torch.no_grad():
        for parameter in gone.parameters():
            parameter.zero_()
    return kept(X).detach()
