from torch import nn


def make_net(dims, d_hidden, d_out):
    return nn.Sequential(nn.LazyLinear(d_hidden), nn.ReLU(), nn.Linear(d_hidden, d_out))
