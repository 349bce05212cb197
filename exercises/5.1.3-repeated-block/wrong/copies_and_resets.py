import copy

from torch import nn


def repeat_block(make_block, n):
    block = make_block()
    net = nn.Sequential()
    for _ in range(n):
        twin = copy.deepcopy(block)
        for module in twin.modules():
            if hasattr(module, "reset_parameters"):
                module.reset_parameters()
        net.append(twin)
    return net
