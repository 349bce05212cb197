"""Another right answer: in evaluation, a layout of the weight is kept as long as the weight has not changed."""

import torch
from torch import nn


class TensorReduction(nn.Module):
    """Multiply the features by one matrix, then by themselves."""

    def __init__(self, d_in, d_out):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(d_in, d_in, d_out).mul_(0.1))
        self.kept = (None, None)

    def matrix(self):
        """Return the weight as a matrix of shape (d_in, d_in * d_out)."""
        if torch.is_grad_enabled():
            return self.weight.flatten(1)
        key = (self.weight.data_ptr(), self.weight.dtype, self.weight._version)
        if self.kept[0] != key:
            self.kept = (key, self.weight.detach().flatten(1).clone())
        return self.kept[1]

    def forward(self, X):
        """Sum over i by the product, then over j."""
        H = (X @ self.matrix()).unflatten(-1, self.weight.shape[1:])
        return (X.unsqueeze(-1) * H).sum(dim=-2)
