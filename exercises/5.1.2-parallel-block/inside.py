"""Runs in the student's process: gradients, training and counting for a parallel block."""

import torch
from torch import nn

LEARNING_RATE = 0.5
STEPS = 2


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


def run_probes(work, report, net1, net2, X):
    """Run two nets that report their inputs; return X as it is afterwards."""
    work.Parallel(Probe("net1", net1, report), Probe("net2", net2, report))(X)
    return X


def gradients(work, net1, net2, X):
    """Return the gradients of the sum of squares of the output."""
    X.requires_grad_()
    work.Parallel(net1, net2)(X).square().sum().backward()
    return {
        "net1": [parameter.grad for parameter in net1.parameters()],
        "net2": [parameter.grad for parameter in net2.parameters()],
        "X": X.grad,
    }


def train(work, nets, X):
    """Train a block by SGD towards an output of zero; return the mean square of its output after every step."""
    return _losses_of_training(work.Parallel(*nets), X)


def train_and_load(work, nets, other_nets, X):
    """Train a block, load its state into a second one; return the losses of training and the second block's."""
    block, second = work.Parallel(*nets), work.Parallel(*other_nets)
    losses = _losses_of_training(block, X)
    second.load_state_dict(block.state_dict())
    return {"trained": losses, "loaded": second(X).square().mean().detach()}


def _losses_of_training(block, X):
    optimizer = torch.optim.SGD(block.parameters(), lr=LEARNING_RATE)
    losses = []
    for _ in range(STEPS):
        optimizer.zero_grad()
        block(X).square().mean().backward()
        optimizer.step()
        losses.append(block(X).square().mean().detach())
    return losses
