import torch
from torch import nn


def repeat_block(make_block, n):
    net = nn.Sequential(*[make_block() for _ in range(n)])
    with torch.no_grad():
        for parameter in net.parameters():
            parameter.fill_(float("nan"))
    return net
