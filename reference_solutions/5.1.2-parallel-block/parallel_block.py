"""5.1.2: two nets side by side."""

import torch
from torch import nn


class Parallel(nn.Module):
    """Apply two nets to the same input and concatenate what they return.

    Args:
        net1: any module; its output comes first.
        net2: any module; its output agrees with net1's in all dimensions but `dim`.
        dim: the dimension that grows.
    """

    def __init__(self, net1, net2, dim=-1):
        super().__init__()
        self.net1 = net1
        self.net2 = net2
        self.dim = dim

    def forward(self, X):
        """Return `(..., a + b)` for outputs `(..., a)` and `(..., b)`."""
        return torch.cat((self.net1(X), self.net2(X)), dim=self.dim)
