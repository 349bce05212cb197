from torch import nn


def repeat_block(make_block, n):
    return nn.Sequential(*[make_block()] * n)
