"""Another right answer: a Sequential with names, filled in a loop."""

from collections import OrderedDict

from torch import nn


def repeat_block(factory, count):
    """Return a net of new blocks with names such as block_0."""
    blocks = OrderedDict()
    while len(blocks) < count:
        blocks[f"block_{len(blocks)}"] = factory()
    return nn.Sequential(blocks)
