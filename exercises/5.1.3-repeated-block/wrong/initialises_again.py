from torch import nn


def init_weights(module):
    if type(module) is nn.Linear:
        nn.init.normal_(module.weight, std=0.01)
        nn.init.zeros_(module.bias)


def repeat_block(make_block, n):
    net = nn.Sequential(*[make_block() for _ in range(n)])
    net.apply(init_weights)
    return net
