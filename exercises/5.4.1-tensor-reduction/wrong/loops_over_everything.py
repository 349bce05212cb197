import torch
from torch import nn


class TensorReduction(nn.Module):
    def __init__(self, d_in, d_out):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(d_in, d_in, d_out))

    def forward(self, X):
        d_in, _, d_out = self.weight.shape
        rows = []
        for x in X:
            row = []
            for k in range(d_out):
                y = 0
                for i in range(d_in):
                    for j in range(d_in):
                        y = y + self.weight[i, j, k] * x[i] * x[j]
                row.append(y)
            rows.append(torch.stack(row))
        return torch.stack(rows)
