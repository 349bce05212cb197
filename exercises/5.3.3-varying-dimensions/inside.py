"""Runs in the student's process: nets for inputs of several widths, with the parameters that a check has chosen."""

import torch
from torch import nn

D_HIDDEN = 16
D_OUT = 3
LEARNING_RATE = 0.05


def settled(work, dims, last=None):
    """Return a new net in evaluation mode that has run each width once, so that lazy layers know their shapes.

    Args:
        work: the submission.
        dims: the widths.
        last: the width to run last, where that one shall be.
    """
    net = work.make_net(dims, D_HIDDEN, D_OUT)
    names = [name for name, _ in net.named_parameters()]
    net.eval()
    with torch.no_grad():
        for d in [*dims, last or dims[-1]]:
            net(torch.zeros(2, d))
    return {"net": net, "names": names, "parameters": dict(net.named_parameters()), "state": dict(net.state_dict())}


def put(net, state, parameters):
    """Give a net this state, and its parameters these values."""
    net.load_state_dict(state)
    with torch.no_grad():
        for name, parameter in net.named_parameters():
            parameter.copy_(parameters[name])
    torch.manual_seed(0)


def answers(_work, net, state, variants, inputs):
    """Return, for each input, what a net makes of it with each of several sets of parameters."""
    found = []
    with torch.no_grad():
        for X in inputs:
            found.append([])
            for parameters in variants:
                put(net, state, parameters)
                found[-1].append(net(X))
    return found


def gradients(_work, net, state, parameters, X, factors):
    """Return the gradients of the sum of a net's answers, each times its factor; None where there is none."""
    put(net, state, parameters)
    net.zero_grad()
    (net(X) * factors).sum().backward()
    return {name: parameter.grad for name, parameter in net.named_parameters()}


def train(_work, net, state, parameters, X, Y, steps):
    """Train a net by SGD on the mean squared error; return its parameters and its state afterwards."""
    put(net, state, parameters)
    optimizer = torch.optim.SGD(net.parameters(), lr=LEARNING_RATE)
    net.train()
    for _ in range(steps):
        optimizer.zero_grad()
        nn.functional.mse_loss(net(X), Y).backward()
        # Nets differ in scale: no step may be longer than the learning rate.
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
    net.eval()
    return {"parameters": dict(net.named_parameters()), "state": dict(net.state_dict())}
