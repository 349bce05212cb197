"""Runs in the student's process: what PyTorch's own tools do to the two classes."""

import torch
from torch import nn

LEARNING_RATE = 0.5
STEPS = 3
FACTOR = 0.8


def look_into(work, blocks):
    """Tell what a ListSequential keeps in its list, and what a net that holds it finds of that."""
    net = work.ListSequential(*blocks)
    outer = nn.Sequential(net)
    return {
        "parameters": [parameter.detach() for parameter in outer.parameters()],
        "state_dict": dict(outer.state_dict()),
        "is_list": type(net.blocks) is list,
        "held": [parameter.detach() for block in net.blocks for parameter in block.parameters()],
    }


def train_before_a_head(work, blocks, head, X, Y):
    """Train a net of a ListSequential and a head; return its outputs, then those of the blocks by themselves."""
    outputs = outputs_of_training(nn.Sequential(work.ListSequential(*blocks), head), X, Y)
    return [*outputs, nn.Sequential(*blocks)(X).detach()]


def run_as_double(work, class_name, blocks, X):
    """Convert a net that holds the whole net to float64, and run it on X as X is."""
    return nn.Sequential(getattr(work, class_name)(*blocks)).double()(X)


def save_and_load(work, blocks, other_blocks, X):
    """Load the state of one FixedSequential into another, and run that one."""
    state = work.FixedSequential(*blocks).state_dict()
    second = work.FixedSequential(*other_blocks)
    second.load_state_dict(state)
    return {"state": list(state.values()), "output": second(X)}


def train(work, blocks, X, Y):
    """Train a FixedSequential; return its outputs."""
    return outputs_of_training(work.FixedSequential(*blocks), X, Y)


def outputs_of_training(net, X, Y):
    """Train a net by SGD on the mean squared error; return its output after every step."""
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


def run_in_every_mode(work, blocks, inputs):
    """Run a FixedSequential in every mode."""
    return in_every_mode(work.FixedSequential(*blocks), blocks, inputs)


def in_every_mode(net, blocks, inputs):
    """Return what a net gives in training and evaluation mode, with and without gradients, twice for each input.

    The blocks' parameters shrink between two modes, so that nothing computed earlier is still right.
    """
    outputs = []
    for training in (True, False, True, False):
        net.train(training)
        for with_gradients in (True, False):
            with torch.set_grad_enabled(with_gradients):
                outputs += [net(X).detach() for X in inputs for _ in range(2)]
            shrink(net, blocks)
    return outputs


def shrink(net, blocks):
    """Multiply the parameters of the blocks, and whatever a net has registered, by a factor."""
    found = set(nn.ModuleList(blocks).parameters())
    # Not net.parameters(): its names may fail, which is a matter of other checks.
    net.apply(lambda module: found.update(module.parameters(recurse=False)))
    with torch.no_grad():
        for parameter in found:
            parameter.mul_(FACTOR)


def linear_weights(work, blocks):
    """Return the weight of each linear layer that net.modules() finds, in its order."""
    net = work.FixedSequential(*blocks)
    return [module.weight.detach() for module in net.modules() if isinstance(module, nn.Linear)]
