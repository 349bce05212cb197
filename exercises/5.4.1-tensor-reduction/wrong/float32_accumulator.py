import torch
from torch import nn


class TensorReduction(nn.Module):
    def __init__(self, d_in, d_out):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(d_in, d_in, d_out))

    def forward(self, X):
        d_in, _, d_out = self.weight.shape
        result = torch.zeros(*X.shape[:-1], d_out)
        for k in range(d_out):
            result[..., k] = ((X @ self.weight[:, :, k]) * X).sum(dim=-1)
        return result
