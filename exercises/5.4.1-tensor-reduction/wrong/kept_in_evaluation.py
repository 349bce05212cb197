import torch
from torch import nn


class TensorReduction(nn.Module):
    def __init__(self, d_in, d_out):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(d_in, d_in, d_out))
        self.kept = None

    def symmetric(self):
        return (self.weight + self.weight.transpose(0, 1)) / 2

    def forward(self, X):
        if self.training or torch.is_grad_enabled():
            return torch.einsum("...i,...j,ijk->...k", X, X, self.symmetric())
        if self.kept is None:
            self.kept = self.symmetric()
        return torch.einsum("...i,...j,ijk->...k", X, X, self.kept)
