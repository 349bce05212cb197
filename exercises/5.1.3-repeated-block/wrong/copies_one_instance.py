import copy

from torch import nn


def repeat_block(make_block, n):
    block = make_block()
    return nn.Sequential(*[copy.deepcopy(block) for _ in range(n)])
