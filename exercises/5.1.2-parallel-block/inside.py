"""Runs in the student's process: a parallel block in every mode, its gradients, its training, and who is called."""

import torch
from torch import nn

LEARNING_RATE = 0.5
STEPS = 2
FACTOR = 0.8
"""Parameters shrink by it between two modes, so that nothing computed earlier is still right."""


class Doubling(nn.Linear):
    """A linear layer that gives twice its output in training mode."""

    def forward(self, X):
        """Answer by mode."""
        return super().forward(X) * (2 if self.training else 1)


class Probe(nn.Module):
    """A net that reports each of its inputs before it answers."""

    def __init__(self, name, net, report):
        super().__init__()
        self.name = name
        self.net = net
        self.report = report

    def forward(self, X):
        """Report X and answer with the net."""
        self.report(self.name, X)
        return self.net(X)


def in_every_mode(block, nets, inputs):
    """Return what a block gives in training and evaluation mode, with and without gradients, twice for each input."""
    outputs = []
    for training in (True, False, True, False):
        block.train(training)
        for with_gradients in (True, False):
            with torch.set_grad_enabled(with_gradients):
                outputs += [block(X).detach() for X in inputs for _ in range(2)]
            with torch.no_grad():
                for parameter in {*block.parameters(), *nn.ModuleList(nets).parameters()}:
                    parameter.mul_(FACTOR)
    return outputs


def run_in_every_mode(work, nets, inputs):
    """Run a block in every mode."""
    return in_every_mode(work.Parallel(*nets), nets, inputs)


def run_probes(work, report, net1, net2, inputs):
    """Run two nets that report their inputs, in every mode; return the inputs as they are afterwards.

    `report` is told "start" before each forward propagation.
    """
    block = work.Parallel(Probe("net1", net1, report), Probe("net2", net2, report))
    for training in (True, False):
        block.train(training)
        for with_gradients in (True, False):
            for X in inputs:
                for _ in range(2):
                    report("start", X)
                    with torch.set_grad_enabled(with_gradients):
                        block(X)
    return inputs


def gradients(work, net1, net2, inputs):
    """Return the gradients of the sum of squares of the output, for each input, in training and in evaluation mode."""
    return gradients_of(work.Parallel(net1, net2), net1, net2, inputs)


def gradients_of(block, net1, net2, inputs):
    """Return the gradients that two nets and each input get through a block."""
    found = []
    for training in (True, False):
        block.train(training)
        for values in inputs:
            X = values.clone().requires_grad_()
            for net in (net1, net2):
                net.zero_grad()
            block(X).square().sum().backward()
            own = [[parameter.grad for parameter in net.parameters()] for net in (net1, net2)]
            found.append({"net1": own[0], "net2": own[1], "X": X.grad})
    return found


def train(work, nets, X):
    """Train a block; return its output before, and after every step."""
    block = work.Parallel(*nets)
    return [block(X).detach(), *outputs_of_training(block, X)]


def train_and_load(work, nets, other_nets, X):
    """Train a block, load its state into a second one; return the outputs of training and the second block's."""
    block, second = work.Parallel(*nets), work.Parallel(*other_nets)
    outputs = outputs_of_training(block, X)
    second.load_state_dict(block.state_dict())
    return [*outputs, second(X).detach()]


def outputs_of_training(block, X):
    """Train a block by SGD towards an output of zero; return its output after every step."""
    optimizer = torch.optim.SGD(block.parameters(), lr=LEARNING_RATE)
    outputs = []
    for _ in range(STEPS):
        optimizer.zero_grad()
        block(X).square().mean().backward()
        optimizer.step()
        outputs.append(block(X).detach())
    return outputs


def evaluate(work, nets, X):
    """Run a block in evaluation mode."""
    return work.Parallel(*nets).eval()(X).detach()
