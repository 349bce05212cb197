"""Runs in the student's process: nets to look into, and a way to catch whoever runs them."""

import torch
from torch import nn


class ReportingLinear(nn.LazyLinear):
    """A lazy layer that reports when it is run, or when something makes it ready. Copies of it report too."""

    def __init__(self, width, report):
        super().__init__(width)
        self.report = report

    def initialize_parameters(self, *inputs, **kwargs):
        """Report, then take the width from the input."""
        self.report()
        super().initialize_parameters(*inputs, **kwargs)

    def forward(self, X):
        """Report, then compute."""
        self.report()
        return super().forward(X)


class ReportingSized(nn.Linear):
    """A layer with both of its widths that reports when it is run."""

    def __init__(self, before, width, report):
        super().__init__(before, width)
        self.report = report

    def forward(self, X):
        """Report, then compute."""
        self.report()
        return super().forward(X)


class Branches(nn.Module):
    """Two nets with a parameter of its own, a single number, and a buffer."""

    def __init__(self, net1, net2):
        super().__init__()
        self.net1 = net1
        self.scale = nn.Parameter(torch.tensor(1.0))
        self.net2 = net2
        self.register_buffer("count", torch.zeros(1))

    def forward(self, X):
        """Add both outputs."""
        return self.scale * (self.net1(X) + self.net2(X))


def build_and_run(work, seeds, X):
    """Build a net and run it, each from a seed of its own; return its parameters, and those of a new net."""
    work.build()(X)
    torch.manual_seed(seeds[0])
    net = work.build()
    torch.manual_seed(seeds[1])
    net(X)
    return {"run": list(net.parameters()), "new": list(work.build().parameters())}


def run_with(work, first, values, inputs):
    """Run a new net once, give its parameters these values, and run it in both modes on each input."""
    net, outputs = work.build(), []
    net(first)
    with torch.no_grad():
        for parameter, value in zip(net.parameters(), values, strict=True):
            parameter.copy_(value)
    for X in inputs:
        training = net.train()(X).detach()
        with torch.no_grad():
            outputs.append((training, net.eval()(X)))
    return {"parameters": list(net.parameters()), "outputs": outputs}


def status_of_reporting(work, report, widths, kinds):
    """Look into a net of layers of these pairs of widths that report when they are run, lazy ones and others."""
    layers = [
        ReportingLinear(width, report) if lazy else ReportingSized(before, width, report)
        for (before, width), lazy in zip(widths, kinds, strict=True)
    ]
    return work.status(nn.Sequential(*layers))


def statuses_around_forward(work, net, X):
    """Look into a net before and after a forward propagation, which may fail."""
    before = work.status(net)
    try:
        output = net(X)
    except RuntimeError:
        output = None
    return {"before": before, "output": output, "after": work.status(net)}


def status_after_loading(work, net, state):
    """Look into a net once it has loaded a state, all of it or a part."""
    net.load_state_dict(state, strict=False)
    return work.status(net)


def look_and_run(work, net, seed, X):
    """Seed, look into a net twice, run it, and draw a number; return what came of each."""
    torch.manual_seed(seed)
    work.status(net)
    status = work.status(net)
    return {"status": status, "output": net(X), "next": torch.rand(1)}
