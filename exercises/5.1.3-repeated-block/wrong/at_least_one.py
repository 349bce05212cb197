from torch import nn


def repeat_block(make_block, n):
    net = nn.Sequential(make_block())
    for _ in range(n - 1):
        net.append(make_block())
    return net
