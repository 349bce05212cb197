"""5.4.1: a layer that computes a quadratic form for each output."""

import torch
from torch import nn


class TensorReduction(nn.Module):
    """Compute y_k = sum over i and j of W_ijk x_i x_j.

    Args:
        d_in: number of features of x.
        d_out: number of outputs.
    """

    def __init__(self, d_in, d_out):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(d_in, d_in, d_out) / d_in)

    def forward(self, X):
        """Reduce (..., d_in) to (..., d_out)."""
        return torch.einsum("...i,...j,ijk->...k", X, X, self.weight)
