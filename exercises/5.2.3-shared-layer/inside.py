"""Runs in the student's process: what becomes of a shared layer, of recorded training, and of an untied twin."""

import copy

import torch
from torch import nn

LEARNING_RATE = 0.1
STEPS = 3


def state_of(net):
    """Return copies of the values in a net's state, by their keys."""
    return {key: value.clone() for key, value in net.state_dict().items()}


def build(work, sizes, X):
    """Build a net and run it."""
    net = work.make_tied_mlp(*sizes)
    return {"state": state_of(net), "output": net(X).detach()}


def build_and_change(work, sizes, position, X):
    """Build a net, add 1 to all values of the layer at a position, and run it."""
    net = work.make_tied_mlp(*sizes)
    before = state_of(net)
    change(net[position])
    return {"state": before, "output": net(X).detach()}


def change(layer):
    """Add 1 to a layer's weight and bias, so that its units answer."""
    with torch.no_grad():
        layer.weight.add_(1)
        layer.bias.add_(1)


def build_two(work, sizes, X):
    """Build two nets, set everything in the first to zero, and run the second."""
    first, second = work.make_tied_mlp(*sizes), work.make_tied_mlp(*sizes)
    states = [state_of(first), state_of(second)]
    with torch.no_grad():
        for parameter in first.parameters():
            parameter.zero_()
    return {"states": states, "output": second(X).detach()}


def gradients(net, X, y):
    """Return the gradients of the mean squared error at positions 2 and 4."""
    nn.functional.mse_loss(net(X), y).backward()
    return {
        f"net[{position}].{name}": getattr(net[position], name).grad.clone()
        for position in (2, 4)
        for name in ("weight", "bias")
    }


def build_and_differentiate(work, sizes, X, y):
    """Build a net; return its state and its gradients at positions 2 and 4."""
    net = work.make_tied_mlp(*sizes)
    return {"state": state_of(net), "gradients": gradients(net, X, y)}


def build_and_decay(work, sizes, X, y):
    """Build a net and train it by SGD with weight decay; return its state before, and the output after every step."""
    net = work.make_tied_mlp(*sizes)
    return {"state": state_of(net), "outputs": train_with_decay(net, X, y)}


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


def build_and_copy(work, sizes, X):
    """Copy a net in three ways, change the layer at position 2 of each copy, and run the copies."""
    net = work.make_tied_mlp(*sizes)
    loaded = work.make_tied_mlp(*sizes)
    loaded.load_state_dict(net.state_dict())
    copies = {"deepcopy": copy.deepcopy(net), "load_state_dict": loaded, "double": copy.deepcopy(net).double()}
    for one in copies.values():
        change(one[2])
    outputs = {name: one(X.to(one[0].weight.dtype)).detach() for name, one in copies.items()}
    return {"state": state_of(net), "outputs": outputs}


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


def erase_one(work, net, X, *, erased):
    """Make a twin, set everything in one of both to zero, and run the other."""
    twin = work.untied_twin(net)
    gone, kept = (net, twin) if erased == "net" else (twin, net)
    with torch.no_grad():
        for parameter in gone.parameters():
            parameter.zero_()
    return kept(X).detach()
