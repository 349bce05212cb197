"""Runs in the student's process: factories of blocks, and what becomes of the nets made with them."""

import torch
from torch import nn

LEARNING_RATE = 0.5
STEPS = 3


class Affine(nn.Module):
    """A block without parameters: doubles X and adds 1."""

    def forward(self, X):
        """Return 2 X + 1."""
        return 2 * X + 1


class Block(nn.Module):
    """A block of several layers, with statistics and dropout."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(4, 6), nn.BatchNorm1d(6), nn.Tanh(), nn.Dropout(0.5), nn.Linear(6, 4))
        self.body[1].running_mean.normal_()
        self.body[1].running_var.uniform_(0.5, 2)

    def forward(self, X):
        """Run the layers."""
        return self.body(X)


def make_linear():
    """Return a new linear layer of width 4."""
    return nn.Linear(4, 4)


def run_affine(work, n, X):
    """Apply n blocks that double X and add 1."""
    return work.repeat_block(Affine, n)(X)


def run_before_a_head(work, n, X, head):
    """Use the net as the first part of an nn.Sequential."""
    return nn.Sequential(work.repeat_block(Affine, n), head)(X)


def values(net):
    """Return copies of the values in net's state, in its order."""
    return [value.clone() for value in net.state_dict().values()]


def run(work, n, X):
    """Run a net of linear blocks; return its state as well."""
    net = work.repeat_block(make_linear, n)
    return {"state": values(net), "output": net(X)}


def run_after_zeroing_first(work, n, X):
    """Set the first block's weight and bias to zero; return the state before that, and the output after it."""
    net = work.repeat_block(make_linear, n)
    before = values(net)
    with torch.no_grad():
        for parameter in list(net.parameters())[:2]:
            parameter.zero_()
    return {"state": before, "output": net(X)}


def train(work, n, X, Y):
    """Train a net of linear blocks by SGD on the mean squared error; return outputs, and the state before."""
    net = work.repeat_block(make_linear, n)
    before = values(net)
    optimizer = torch.optim.SGD(net.parameters(), lr=LEARNING_RATE)
    outputs = []
    for _ in range(STEPS):
        optimizer.zero_grad()
        nn.functional.mse_loss(net(X), Y).backward()
        optimizer.step()
        outputs.append(net(X).detach())
    return {"state": before, "outputs": outputs}


def save_and_load(work, n, X):
    """Load the state of one net into another, and run that one."""
    saved = work.repeat_block(make_linear, n).state_dict()
    second = work.repeat_block(make_linear, n)
    second.load_state_dict(saved)
    return {"state": list(saved.values()), "output": second(X)}


def make_two_nets(work, n1, n2, X):
    """Make two nets, set everything in the first to zero, and run the second."""
    first, second = work.repeat_block(make_linear, n1), work.repeat_block(make_linear, n2)
    before = values(second)
    with torch.no_grad():
        for parameter in first.parameters():
            parameter.zero_()
    return {"state": before, "output": second(X)}


def run_in_evaluation(work, n, X):
    """Run a net of larger blocks in evaluation mode."""
    net = work.repeat_block(Block, n).eval()
    return {"state": values(net), "output": net(X)}


def linear_weights(work, n):
    """Return the weights of the linear layers that net.modules() finds in a net of larger blocks."""
    net = work.repeat_block(Block, n)
    weights = [module.weight.detach() for module in net.modules() if isinstance(module, nn.Linear)]
    return {"state": values(net), "weights": weights}
