from torch import nn


def repeat_block(make_block, n):
    if not isinstance(make_block(), nn.Module):
        raise TypeError("make_block must return a module")
    return nn.Sequential(*[make_block() for _ in range(n)])
