"""Runs in the student's process: nets before and after init_with."""

import torch
from torch import nn

LEARNING_RATE = 0.05
STEPS = 3


def initialize(work, net, scheme):
    """Return the state of a net after init_with."""
    work.init_with(net, scheme)
    return dict(net.state_dict())


def initialize_twice(work, net, scheme):
    """Return the states of one net after a first and after a second call of init_with."""
    states = []
    for _ in range(2):
        work.init_with(net, scheme)
        states.append({name: value.clone() for name, value in net.state_dict().items()})
    return states


def train(work, net, scheme, X, Y):
    """Hand the parameters to an optimizer, then initialize, then train; return the output after every step of SGD."""
    optimizer = torch.optim.SGD(net.parameters(), lr=LEARNING_RATE)
    work.init_with(net, scheme)
    outputs = []
    for _ in range(STEPS):
        optimizer.zero_grad()
        nn.functional.mse_loss(net(X), Y).backward()
        optimizer.step()
        outputs.append(net(X).detach())
    return outputs


def deviation(work, scheme, fan_in, fan_out):
    """Return expected_std as a Python number."""
    return float(work.expected_std(scheme, fan_in, fan_out))
