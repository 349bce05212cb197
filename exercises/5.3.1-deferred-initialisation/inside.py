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


def parameters_of_new_net(work, X):
    """Return the parameters of a net that has not run, made after another one has."""
    work.build()(X)
    return list(work.build().parameters())


def run_new_net(work, first, X):
    """Run a new net twice; return its parameters, and what it makes of X."""
    net = work.build()
    net(first)
    return {"parameters": list(net.parameters()), "output": net(X)}


def status_of_reporting(work, report, widths):
    """Look into a net of layers that report when they are run."""
    return work.status(nn.Sequential(*[ReportingLinear(width, report) for width in widths]))


def statuses_around_forward(work, net, X):
    """Look into a net before and after a forward propagation, which may fail."""
    before = work.status(net)
    try:
        net(X)
    except RuntimeError:
        failed = True
    else:
        failed = False
    return {"before": before, "failed": failed, "after": work.status(net)}


def status_after_loading(work, net, state):
    """Look into a net once it has loaded a state, all of it or a part."""
    net.load_state_dict(state, strict=False)
    return work.status(net)


def look_and_run(work, net, seed, X):
    """Seed, look into a net, run it, and draw a number; return both."""
    torch.manual_seed(seed)
    work.status(net)
    work.status(net)
    return {"output": net(X), "next": torch.rand(1)}
