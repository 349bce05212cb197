"""Another right answer: without gradients, a layout of the weight is kept as long as the weight has not changed."""

import torch
from torch import nn


class TensorReduction(nn.Module):
    """Multiply the features by one matrix, then by themselves."""

    def __init__(self, d_in, d_out):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(d_in, d_in, d_out).mul_(0.1))
        self.seen, self.kept = torch.empty(0), torch.empty(0)

    def matrix(self):
        """Return the weight as a matrix of shape (d_in, d_in * d_out)."""
        if torch.is_grad_enabled():
            return self.weight.flatten(1)
        if self.seen.dtype != self.weight.dtype or not torch.equal(self.seen, self.weight):
            self.seen = self.weight.detach().clone()
            self.kept = self.seen.flatten(1).contiguous()
        return self.kept

    def forward(self, X):
        """Sum over i by the product, then over j."""
        H = (X @ self.matrix()).unflatten(-1, self.weight.shape[1:])
        return (X.unsqueeze(-1) * H).sum(dim=-2)
