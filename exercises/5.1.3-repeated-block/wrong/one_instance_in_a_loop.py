from torch import nn


def repeat_block(make_block, n):
    block = make_block()
    net = nn.Sequential()
    for i in range(n):
        net.add_module(f"block {i}", block)
    return net
