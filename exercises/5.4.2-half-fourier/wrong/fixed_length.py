import torch
from torch import nn


class HalfFourier(nn.Module):
    def __init__(self, n=8):
        super().__init__()
        t, k = torch.arange(n), torch.arange(n // 2 + 1)
        self.register_buffer("M", torch.exp(-2j * torch.pi * t[:, None] * k / n))

    def forward(self, X):
        return X.to(self.M.dtype) @ self.M
