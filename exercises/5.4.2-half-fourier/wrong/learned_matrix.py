import torch
from torch import nn


class HalfFourier(nn.Module):
    def forward(self, X):
        n = X.shape[-1]
        t, k = torch.arange(n, dtype=X.dtype), torch.arange(n // 2 + 1, dtype=X.dtype)
        angle = 2 * torch.pi * t[:, None] * k / n
        self.cos, self.sin = nn.Parameter(angle.cos()), nn.Parameter(-angle.sin())
        return torch.complex(X @ self.cos, X @ self.sin)
