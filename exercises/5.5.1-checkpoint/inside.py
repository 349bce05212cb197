"""Runs in the student's process: trains, saves and loads, and watches the file meanwhile."""

import os
import sys

import torch
from torch import nn

DECAY = 0.97


def optimizer_for(net, kind):
    """Return a new optimizer: SGD with momentum, or Adam."""
    if kind == "SGD":
        return torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.9)
    return torch.optim.Adam(net.parameters(), lr=0.02)


def train(net, opt, X, Y, first, last):
    """Make steps `first` to `last` - 1, each on its own minibatch and with a smaller learning rate."""
    for step in range(first, last):
        for group in opt.param_groups:
            group["lr"] *= DECAY
        opt.zero_grad()
        nn.functional.mse_loss(net(X[step]), Y[step]).backward()
        opt.step()


def values(tensors):
    """Return copies without history."""
    return [tensor.detach().clone() for tensor in tensors]


def train_and_save(work, path, net, kind, X, Y, last):
    """Train from the beginning and save."""
    opt = optimizer_for(net, kind)
    train(net, opt, X, Y, 0, last)
    work.save_checkpoint(path, net, opt, last)


def load_and_train(work, path, net, kind, X, Y, last):
    """Load under another name, train from the step that came back; return that step and the parameters."""
    opt = optimizer_for(net, kind)
    os.replace(path, "moved.pt")  # noqa: PTH105
    step = work.load_checkpoint("moved.pt", net, opt)
    if type(step) is int:
        train(net, opt, X, Y, step, last)
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


def save_on_the_way(work, net, kind, X, Y, saves, last):
    """Train `last` steps and save before each step in `saves`; return the parameters and buffers."""
    opt = optimizer_for(net, kind)
    for step in range(last):
        if step in saves:
            work.save_checkpoint("run.pt", net, opt, step)
        train(net, opt, X, Y, step, step + 1)
    return values(net.state_dict().values())


def run_after_saving_and_loading(work, net, other, X):
    """Save a net in evaluation mode, load it into another in evaluation mode; return both outputs for X."""
    net.eval()
    other.eval()
    save(work, "run.pt", net, 5)
    work.load_checkpoint("run.pt", other, optimizer_for(other, "SGD"))
    return {"saved": net(X), "loaded": other(X)}


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


def save_while_reading(work, path, net, step):
    """Save over a file that somebody else is reading; return what the reader gets."""
    with open(path, "rb") as reader:  # noqa: PTH123
        save(work, path, net, step)
        return reader.read()


def save_while_watching(work, path, net, step):
    """Save over a file, and look at it before every instruction; return each inode and size that it had, in order."""
    seen = []

    def look(frame, _event, _argument):
        frame.f_trace_opcodes = True
        try:
            status = os.stat(path)  # noqa: PTH116
            state = (status.st_ino, status.st_size)
        except FileNotFoundError:
            state = None
        if state not in seen:
            seen.append(state)
        return look

    sys.settrace(look)
    try:
        save(work, path, net, step)
    finally:
        sys.settrace(None)
    return seen
