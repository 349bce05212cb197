"""Runs in the student's process: nets of both kinds with values that a check has chosen, watched while they run."""

import torch
from torch import nn


def net_with(work, name, widths, values, first=None):
    """Make a net, run it on a first input if there is one, and give its parameters these values."""
    net = getattr(work, name)(*widths)
    if first is not None:
        net(first)
    parameters = list(net.parameters())
    with torch.no_grad():
        for parameter, value in zip(parameters, values, strict=True):
            parameter.copy_(value)
    return net


def run(work, name, widths, values, inputs, first=None):
    """Run such a net on each input, in training mode with gradients and in evaluation mode without."""
    net, outputs = net_with(work, name, widths, values, first), []
    for X in inputs:
        training = net.train()(X).detach()
        with torch.no_grad():
            outputs.append((training, net.eval()(X)))
    return {"parameters": list(net.parameters()), "outputs": outputs}


def run_watched(work, widths, values, inputs):
    """Run a net of `build_bad` on each input; return what its linear layers computed before an error ended the run."""
    net, outputs = net_with(work, "build_bad", widths, values), []
    for module in net.modules():
        if isinstance(module, nn.Linear):
            module.register_forward_hook(lambda _module, _inputs, output: outputs.append(output.detach().clone()))
    for training, X in zip((True, False), inputs, strict=True):
        try:
            net.train(training)(X)
        except RuntimeError:
            continue
    return {"parameters": list(net.parameters()), "outputs": outputs}


def wait_and_run(work, widths, seeds, X):
    """Make a net of `build_good` and run it, each from a seed of its own; return its parameters before and after."""
    torch.manual_seed(seeds[0])
    net = work.build_good(*widths)
    before = list(net.parameters())
    lazy = [nn.parameter.is_lazy(parameter) for parameter in before]
    torch.manual_seed(seeds[1])
    net(X)
    return {"lazy": lazy, "after": list(net.parameters())}
