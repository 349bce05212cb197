"""Runs in the student's process: factories of blocks, and what becomes of the nets made with them."""

import torch
from torch import nn

LEARNING_RATE = 0.5
STEPS = 3
FACTOR = 0.8


class Affine(nn.Module):
    """A block without parameters: doubles X and adds 1."""

    def forward(self, X):
        """Return 2 X + 1."""
        return 2 * X + 1


class Block(nn.Module):
    """A block of several layers, with statistics and dropout."""

    def __init__(self, dropout=0.5):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(4, 6), nn.BatchNorm1d(6), nn.Tanh(), nn.Dropout(dropout), nn.Linear(6, 4))
        self.body[1].running_mean.normal_()
        self.body[1].running_var.uniform_(0.5, 2)

    def forward(self, X):
        """Run the layers."""
        return self.body(X)


def make_linear():
    """Return a new linear layer of width 4."""
    return nn.Linear(4, 4)


def make_calm():
    """Return a new larger block that drops nothing."""
    return Block(dropout=0.0)


def run_affine(work, n, X):
    """Apply n blocks that double X and add 1."""
    return work.repeat_block(Affine, n)(X)


def run_before_a_head(work, n, X, head):
    """Use the net as the first part of an nn.Sequential."""
    return nn.Sequential(work.repeat_block(Affine, n), head)(X)


def fill(net, values):
    """Load values into a net in the order of its state, whatever the names are; a repeated block keeps the last.

    Raises:
        ValueError: the state has another number of entries.
    """
    names = list(net.state_dict())
    if len(names) != len(values):
        raise ValueError(f"net.state_dict() has {len(names)} entries, and {len(values)} are expected")
    net.load_state_dict(dict(zip(names, values, strict=True)))


def filled(work, make_block, n, values):
    """Return a net of n blocks that has these values."""
    net = work.repeat_block(make_block, n)
    fill(net, values)
    return net


def run(work, n, X):
    """Run a net of linear blocks; return its state as well."""
    net = work.repeat_block(make_linear, n)
    return {"state": [value.clone() for value in net.state_dict().values()], "output": net(X)}


def run_after_zeroing_first(work, n, values, X):
    """Set the first block's weight and bias to zero, and return the output after it."""
    net = filled(work, make_linear, n, values)
    with torch.no_grad():
        for parameter in list(net.parameters())[:2]:
            parameter.zero_()
    return net(X).detach()


def train(work, n, values, X, Y):
    """Train a net of linear blocks; return the outputs."""
    return outputs_of_training(filled(work, make_linear, n, values), X, Y)


def outputs_of_training(net, X, Y):
    """Train by SGD on the mean squared error; return the output after every step."""
    optimizer = torch.optim.SGD(net.parameters(), lr=LEARNING_RATE)
    outputs = []
    for _ in range(STEPS):
        optimizer.zero_grad()
        nn.functional.mse_loss(net(X), Y).backward()
        optimizer.step()
        outputs.append(net(X).detach())
    return outputs


def save_and_load(work, n, values, X):
    """Load the state of one net into another, and run that one."""
    saved = filled(work, make_linear, n, values).state_dict()
    second = work.repeat_block(make_linear, n)
    second.load_state_dict(saved)
    return second(X).detach()


def make_two_nets(work, n1, n2, values, X):
    """Make two nets, set everything in the first to zero, and run the second."""
    first = work.repeat_block(make_linear, n1)
    second = filled(work, make_linear, n2, values)
    with torch.no_grad():
        for parameter in first.parameters():
            parameter.zero_()
    return second(X).detach()


def run_in_evaluation(work, n, values, X):
    """Run a net of larger blocks in evaluation mode."""
    return filled(work, Block, n, values).eval()(X).detach()


def run_in_every_mode(work, n, values, inputs):
    """Run a net of larger blocks without dropout in every mode."""
    return in_every_mode(filled(work, make_calm, n, values), inputs)


def in_every_mode(net, inputs):
    """Return what a net gives in training and evaluation mode, with and without gradients, twice for each input.

    Its parameters shrink between two modes, so that nothing computed earlier is still right.
    """
    outputs = []
    for training in (True, False, True, False):
        net.train(training)
        for with_gradients in (True, False):
            with torch.set_grad_enabled(with_gradients):
                outputs += [net(X).detach() for X in inputs for _ in range(2)]
            with torch.no_grad():
                for parameter in net.parameters():
                    parameter.mul_(FACTOR)
    return outputs


def linear_weights(work, n, values):
    """Return the weights of the linear layers that net.modules() finds in a net of larger blocks."""
    net = filled(work, Block, n, values)
    return [module.weight.detach() for module in net.modules() if isinstance(module, nn.Linear)]
