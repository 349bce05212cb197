from torch import nn


def repeat_block(make_block, n, blocks=[]):
    for _ in range(n):
        blocks.append(make_block())
    return nn.Sequential(*blocks)
