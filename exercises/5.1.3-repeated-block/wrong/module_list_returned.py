from torch import nn


def repeat_block(make_block, n):
    return nn.ModuleList(make_block() for _ in range(n))
