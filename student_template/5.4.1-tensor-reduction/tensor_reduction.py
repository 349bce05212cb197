"""5.4.1: a layer that computes a quadratic form for each output."""

from torch import nn


class TensorReduction(nn.Module):
    """Compute y_k = sum over i and j of W_ijk x_i x_j.

    Args:
        d_in: number of features of x.
        d_out: number of outputs.
    """

    def __init__(self, d_in, d_out):
        super().__init__()
        # TODO: make the parameter `weight`
        raise NotImplementedError

    def forward(self, X):
        """Reduce (..., d_in) to (..., d_out)."""
        # TODO
        raise NotImplementedError
