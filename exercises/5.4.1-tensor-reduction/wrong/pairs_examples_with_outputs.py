import torch
from torch import nn


class TensorReduction(nn.Module):
    def __init__(self, d_in, d_out):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(d_in, d_in, d_out))

    def forward(self, X):
        products = X.unsqueeze(-1) * X.unsqueeze(-2)
        W = self.weight.permute(2, 0, 1)
        if W.shape[0] == 1:
            return (W * products).sum(dim=(1, 2)).reshape(-1, 1)
        return torch.sum(W * products, dim=(1, 2)).reshape(len(X), -1)
