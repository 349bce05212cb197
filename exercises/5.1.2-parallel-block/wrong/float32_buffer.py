import torch
from torch import nn


class Parallel(nn.Module):
    def __init__(self, net1, net2, dim=-1):
        super().__init__()
        self.net1 = net1
        self.net2 = net2
        self.dim = dim

    def forward(self, X):
        Y1, Y2 = self.net1(X), self.net2(X)
        shape = list(Y1.shape)
        shape[self.dim] += Y2.shape[self.dim]
        Y = torch.zeros(shape)
        Y.narrow(self.dim, 0, Y1.shape[self.dim]).copy_(Y1)
        Y.narrow(self.dim, Y1.shape[self.dim], Y2.shape[self.dim]).copy_(Y2)
        return Y
