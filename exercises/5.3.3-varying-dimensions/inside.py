"""Runs in the student's process: trains, copies and counts nets for inputs of several widths."""

import torch
from torch import nn

D_HIDDEN = 16
D_OUT = 3
LEARNING_RATE = 0.05


def settled(work, dims):
    """Return a net that has run each width once, so that lazy layers know their shapes."""
    net = work.make_net(dims, D_HIDDEN, D_OUT).eval()
    with torch.no_grad():
        for d in dims:
            net(torch.zeros(2, d))
    return net


def answers(net, inputs):
    """Return what a net makes of each input, in evaluation mode."""
    net.eval()
    with torch.no_grad():
        return [net(X) for X in inputs]


def train(net, X, Y, steps):
    """Train a net by SGD on the mean squared error."""
    net.train()
    optimizer = torch.optim.SGD(net.parameters(), lr=LEARNING_RATE)
    for _ in range(steps):
        optimizer.zero_grad()
        nn.functional.mse_loss(net(X), Y).backward()
        # Nets differ in scale: no step may be longer than the learning rate.
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()


def train_and_compare(work, dims, X, Y, steps, inputs):
    """Train on examples of one width; return the answers to all inputs before and after."""
    net = settled(work, dims)
    before = answers(net, inputs)
    train(net, X, Y, steps)
    return {"before": before, "after": answers(net, inputs)}


def parameters_without_gradient(work, dims, examples):
    """Return the names of the parameters that have no gradient after a backward propagation for all widths."""
    net = settled(work, dims).train()
    sum(nn.functional.mse_loss(net(X), Y) for X, Y in examples).backward()
    return [name for name, parameter in net.named_parameters() if parameter.grad is None]


def load_into_second(work, dims, inputs):
    """Load the state of one net into another; return the answers of both."""
    first, second = settled(work, dims), settled(work, dims)
    second.load_state_dict(first.state_dict())
    return {"first": answers(first, inputs), "second": answers(second, inputs)}


def parameters_of(work, dims):
    """Return the parameters of a net for these widths."""
    return list(settled(work, dims).parameters())
