"""Runs in the student's process: trains, saves and loads."""

import os

import torch
from torch import nn

DECAY = 0.97


def optimizer_for(net, kind):
    """Return a new optimizer: SGD with momentum, or Adam with a group of its own for the last layer's parameters."""
    if kind == "SGD":
        return torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.9)
    groups = [{"params": net[:-1].parameters()}, {"params": net[-1].parameters(), "lr": 0.05}]
    return torch.optim.Adam(groups, lr=0.02)


def train(net, opt, X, Y):
    """Make a step on each minibatch, with smaller and smaller learning rates."""
    for inputs, targets in zip(X, Y, strict=True):
        for group in opt.param_groups:
            group["lr"] *= DECAY
        opt.zero_grad()
        nn.functional.mse_loss(net(inputs), targets).backward()
        opt.step()


def values(tensors):
    """Return copies without history."""
    return [tensor.detach().clone() for tensor in tensors]


def train_and_save(work, path, net, kind, X, Y, step):
    """Train and save."""
    opt = optimizer_for(net, kind)
    train(net, opt, X, Y)
    work.save_checkpoint(path, net, opt, step)


def load_and_train(work, path, net, kind, X, Y):
    """Load under another name and go on training; return the step that came back, and the parameters."""
    opt = optimizer_for(net, kind)
    os.replace(path, "moved.pt")  # noqa: PTH105
    step = work.load_checkpoint("moved.pt", net, opt)
    train(net, opt, X, Y)
    return {"step": step, "parameters": values(net.parameters())}


def save(work, path, net, step):
    """Save a net whose optimizer has made no step yet."""
    work.save_checkpoint(path, net, optimizer_for(net, "SGD"), step)


def load(work, path, net):
    """Load; return the step and the parameters."""
    step = work.load_checkpoint(path, net, optimizer_for(net, "SGD"))
    return {"step": step, "parameters": values(net.parameters())}


def load_and_evaluate(work, path, net, kind, X):
    """Load, then return the output in evaluation mode."""
    work.load_checkpoint(path, net, optimizer_for(net, kind))
    return net.eval()(X)


def save_on_the_way(work, path, net, kind, X, Y, saves):
    """Train, and save before each step in `saves`; return the parameters and buffers."""
    opt = optimizer_for(net, kind)
    for step in range(len(X)):
        if step in saves:
            work.save_checkpoint(path, net, opt, step)
        train(net, opt, X[step : step + 1], Y[step : step + 1])
    return values(net.state_dict().values())


def save_and_run(work, path, net, X):
    """Save a net in evaluation mode; return its output for X after that."""
    net.eval()
    save(work, path, net, 5)
    return net(X)


def load_and_run(work, path, net, X):
    """Load into a net in evaluation mode; return its output for X after that."""
    net.eval()
    work.load_checkpoint(path, net, optimizer_for(net, "SGD"))
    return net(X)


def read_plainly(_work, path):
    """Return all tensors in a file that torch.load opens by itself."""
    return list(_tensors(torch.load(path)))


def _tensors(value):
    if isinstance(value, torch.Tensor):
        yield value.detach()
    elif isinstance(value, dict):
        for item in value.values():
            yield from _tensors(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _tensors(item)
