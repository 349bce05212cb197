"""Runs in the student's process: nets of both kinds, watched while they run."""

from torch import nn


def run(work, name, widths, X):
    """Make a net and run it; return its parameters as well."""
    net = getattr(work, name)(*widths)
    output = net(X)
    return {"parameters": list(net.parameters()), "output": output}


def run_watched(work, widths, X):
    """Run a net of `build_bad`; return what each linear layer computed, and whether the run ended with an error."""
    net, outputs = work.build_bad(*widths), []
    for module in net.modules():
        if isinstance(module, nn.Linear):
            module.register_forward_hook(lambda _module, _inputs, output: outputs.append(output.detach().clone()))
    try:
        net(X)
    except RuntimeError:
        failed = True
    else:
        failed = False
    return {"parameters": list(net.parameters()), "outputs": outputs, "failed": failed}


def parameters_of_good_net(work, widths):
    """Return the parameters of a net of `build_good` that has not run."""
    return list(work.build_good(*widths).parameters())
