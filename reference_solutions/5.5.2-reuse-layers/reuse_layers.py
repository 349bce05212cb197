"""5.5.2: the first two layers of a net serve another one."""

import copy

import torch
from torch import nn


def reuse(old, head, *, share=False, freeze=False):
    """Put a new head behind the first two layers of an old net.

    Args:
        old: an nn.Sequential of two or more children.
        head: becomes the third child.
        share: use the old layers themselves instead of copies.
        freeze: the two layers no longer learn in the new net.
    """
    # A slice of an nn.Sequential is a new container around the same layers.
    layers = old[:2] if share else copy.deepcopy(old[:2])
    if freeze:
        layers.requires_grad_(requires_grad=False)
    return nn.Sequential(*layers, head)


def load_first_two(path, new):
    """Load the first two layers of the net saved at `path` into `new`; return the names of what was loaded."""
    saved = torch.load(path)
    wanted = {name for name in new.state_dict() if name.split(".")[0] in ("0", "1")}
    found = {name: value for name, value in saved.items() if name in wanted}
    if not found:
        raise KeyError(f"{path} has no entry for the first two layers: {sorted(saved)}")
    # strict=False, for everything else in `new` is missing on purpose. Sizes are compared all the same.
    new.load_state_dict(found, strict=False)
    return list(found)
