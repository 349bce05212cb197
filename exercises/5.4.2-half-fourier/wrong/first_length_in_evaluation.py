import torch
from torch import nn


class HalfFourier(nn.Module):
    def __init__(self):
        super().__init__()
        self.matrix = None

    def forward(self, X):
        if self.training:
            return torch.fft.rfft(X)
        if self.matrix is None:
            self.matrix = torch.fft.rfft(torch.eye(X.shape[-1], dtype=X.dtype))
        return X.to(self.matrix.dtype) @ self.matrix
