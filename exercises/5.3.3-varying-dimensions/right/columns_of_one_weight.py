"""Another right answer: one weight for the largest width; a smaller width uses its first columns."""

import torch
from torch import nn
from torch.nn import functional as F


class ColumnNet(nn.Module):
    """Use as many columns of one weight as X has features."""

    def __init__(self, d_max, d_hidden, d_out):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(d_hidden, d_max) / d_max**0.5)
        self.bias = nn.Parameter(torch.zeros(d_hidden))
        self.output = nn.Linear(d_hidden, d_out)

    def forward(self, X):
        """Multiply by the columns that X needs."""
        return self.output(F.relu(F.linear(X, self.weight[:, : X.shape[1]], self.bias)))


def make_net(dims, d_hidden, d_out):
    """Only the largest width matters."""
    return ColumnNet(max(dims), d_hidden, d_out)
