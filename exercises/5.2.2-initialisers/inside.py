"""Runs in the student's process: nets before and after init_with."""

import torch
from torch import nn

LEARNING_RATE = 0.2
STEPS = 3


class Matrix(nn.Module):
    """A module with a weight of its own, which is no linear layer."""

    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(3, 4))
        self.inner = nn.Linear(4, 2)


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


def initialize_each(work, net, schemes):
    """Return the states of one net after init_with, for each scheme after the other."""
    return {
        scheme: {name: value.clone() for name, value in initialize(work, net, scheme).items()} for scheme in schemes
    }


def refill_and_train(work, net, scheme, values, X, Y):
    """Initialize a net, write values into the parameters that it had before, and train these by SGD.

    Returns:
        The frozen weights after init_with, and the outputs before training and after every step.
    """
    held = list(net.parameters())
    work.init_with(net, scheme)
    frozen = [parameter.detach().clone() for parameter in held if not parameter.requires_grad and parameter.dim() > 1]
    with torch.no_grad():
        for parameter, value in zip(held, values, strict=True):
            parameter.copy_(value)
    return {"frozen": frozen, "outputs": outputs_of_training(net, held, X, Y)}


def outputs_of_training(net, parameters, X, Y):
    """Train some parameters by SGD on the mean squared error; return the output before, and after every step."""
    optimizer = torch.optim.SGD(parameters, lr=LEARNING_RATE)
    outputs = [net(X).detach()]
    for _ in range(STEPS):
        optimizer.zero_grad()
        nn.functional.mse_loss(net(X), Y).backward()
        optimizer.step()
        outputs.append(net(X).detach())
    return outputs


def deviation(work, scheme, fan_in, fan_out):
    """Return expected_std as a Python number."""
    return float(work.expected_std(scheme, fan_in, fan_out))
