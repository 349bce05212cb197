"""Runs in the student's process: trains nets that reuse layers, and loads layers from files."""

import torch
from torch import nn

LEARNING_RATE = 0.1
STEPS = 3


def load_into_new(work, old, head, state, X):
    """Load a state into the new net, as far as names match; return its own names, and its output after that."""
    net = work.reuse(old, head)
    names = list(net.state_dict())
    net.load_state_dict(state, strict=False)
    return names, net(X)


def run(work, old, head, X, *, training):
    """Run the new net in training or evaluation mode, with and without gradients."""
    net = work.reuse(old, head).train(training)
    output = net(X)
    with torch.no_grad():
        return output, net(X)


def train_new(work, old, head, X, Y, options):
    """Train the new net; return its outputs after each step, then old's and head's values and old's output."""
    net = work.reuse(old, head, **options)
    outputs = _train(net, X, Y)
    return {"new": outputs, "old": values(old), "head": values(head), "old_output": old(X)}


def train_old(work, old, head, X, Y, options):
    """Make a new net, then train the old one; return its outputs after each step, the new net's before and after."""
    net = work.reuse(old, head, **options)
    before = net(X).detach()
    return {"old": _train(old, X, Y), "before": before, "after": net(X), "children": len(old)}


def change_old(work, old, head, X, Y, change):
    """Share the layers, add `change` to old's first weight, and learn from the new net's loss."""
    net = work.reuse(old, head, share=True)
    with torch.no_grad():
        old[0].weight.add_(change)
    output = net(X)
    nn.functional.mse_loss(output, Y).backward()
    return {"output": output, "gradient": old[0].weight.grad}


def save_state(_work, net, path):
    """Write the state of a net."""
    torch.save(net.state_dict(), path)


def save_prefixed(_work, net, path, prefix):
    """Write the state of a net under other names, as a net that holds it under an attribute has them."""
    torch.save({prefix + name: value for name, value in net.state_dict().items()}, path)


def load(work, path, new):
    """Load into `new`; return the names and the state of `new` after that."""
    names = work.load_first_two(path, new)
    return {"names": names, "state": dict(new.state_dict())}


def load_and_run(work, path, new, X):
    """Load into `new`, and run it in evaluation mode."""
    work.load_first_two(path, new)
    return new.eval()(X)


def values(net):
    """Return copies of the values in a net's state, in its order."""
    return [value.clone() for value in net.state_dict().values()]


def _train(net, X, Y):
    optimizer = torch.optim.SGD(net.parameters(), lr=LEARNING_RATE)
    outputs = []
    for _ in range(STEPS):
        optimizer.zero_grad()
        nn.functional.mse_loss(net(X), Y).backward()
        optimizer.step()
        outputs.append(net(X).detach())
    return outputs
