"""Runs in the student's process: what PyTorch's own tools do to the two classes."""

import torch
from torch import nn

LEARNING_RATE = 0.5
STEPS = 3


def look_into(work, blocks):
    """Tell what a ListSequential keeps in its list, and what PyTorch finds of that."""
    net = work.ListSequential(*blocks)
    return {
        "parameters": [parameter.detach() for parameter in net.parameters()],
        "state_dict": dict(net.state_dict()),
        "is_list": type(net.blocks) is list,
        "held": [parameter.detach() for block in net.blocks for parameter in block.parameters()],
    }


def run_as_double(work, class_name, blocks, X):
    """Convert the whole net to float64 and run it on X as X is."""
    return getattr(work, class_name)(*blocks).double()(X)


def save_and_load(work, blocks, other_blocks, X):
    """Load the state of one FixedSequential into another, and run that one."""
    state = work.FixedSequential(*blocks).state_dict()
    second = work.FixedSequential(*other_blocks)
    second.load_state_dict(state)
    return {"state": list(state.values()), "output": second(X)}


def train(work, blocks, X, Y):
    """Train a FixedSequential by SGD on the mean squared error; return its output after every step."""
    net = work.FixedSequential(*blocks)
    optimizer = torch.optim.SGD(net.parameters(), lr=LEARNING_RATE)
    outputs = []
    for _ in range(STEPS):
        optimizer.zero_grad()
        nn.functional.mse_loss(net(X), Y).backward()
        optimizer.step()
        outputs.append(net(X).detach())
    return outputs


def run_in_evaluation(work, blocks, X):
    """Run a FixedSequential in evaluation mode."""
    return work.FixedSequential(*blocks).eval()(X)


def linear_weights(work, blocks):
    """Return the weight of each linear layer that net.modules() finds, in its order."""
    net = work.FixedSequential(*blocks)
    return [module.weight.detach() for module in net.modules() if isinstance(module, nn.Linear)]
