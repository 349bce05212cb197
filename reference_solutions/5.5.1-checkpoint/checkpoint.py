"""5.5.1: a checkpoint from which training goes on exactly."""

import os
from pathlib import Path

import torch

WHY = """
A stored training run can be resumed after a crash, or continued with more data. The best parameters on the validation
set can be kept while training goes on (early stopping). Results can be examined and reproduced later without training
again; the parameters are a start for other tasks (fine-tuning) and members of an ensemble. To resume exactly, the
optimizer's state has to be stored too.
"""


def save_checkpoint(path, net, opt, step):
    """Write net, optimizer and step to one file, which replaces an older one at once or not at all.

    Args:
        path: where the file goes.
        net: any module.
        opt: the optimizer that trains it.
        step: how many steps have been made.
    """
    unfinished = f"{path}.{os.getpid()}.tmp"
    torch.save({"net": net.state_dict(), "opt": opt.state_dict(), "step": step}, unfinished)
    Path(unfinished).replace(path)


def load_checkpoint(path, net, opt):
    """Read net and optimizer from a file, in place; return the step."""
    checkpoint = torch.load(path)
    net.load_state_dict(checkpoint["net"])
    opt.load_state_dict(checkpoint["opt"])
    return checkpoint["step"]
