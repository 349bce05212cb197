"""Another right answer: a folder for what is unfinished, free space made sure of first, and rename by Path."""

import tempfile
from pathlib import Path

import torch

WHY = "Whoever trains for a week wants to lose an hour at most."


def save_checkpoint(path, net, opt, step):
    """Write into a temporary folder beside the target, read it back, then move it over."""
    target = Path(path).absolute()
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        unfinished = Path(folder) / "checkpoint"
        content = [net.state_dict(), opt.state_dict(), {"step": step}]
        torch.save(content, unfinished)
        torch.load(unfinished)
        unfinished.rename(target)


def load_checkpoint(path, net, opt):
    """Take the three parts."""
    parameters, optimizer, rest = torch.load(Path(path))
    opt.load_state_dict(optimizer)
    net.load_state_dict(parameters, strict=True)
    return rest["step"]
