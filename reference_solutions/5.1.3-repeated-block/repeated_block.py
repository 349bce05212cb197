"""5.1.3: a larger net from several instances of one block."""

from torch import nn


def repeat_block(make_block, n):
    """Return a net of n new blocks, one after another.

    Args:
        make_block: takes no arguments and returns a new module at each call.
        n: the number of blocks, 0 or more.
    """
    return nn.Sequential(*[make_block() for _ in range(n)])
