import torch
from torch import nn


class HalfFourier(nn.Module):
    def __init__(self):
        super().__init__()
        self.matrices = {}

    def forward(self, X):
        n = X.shape[-1]
        if n not in self.matrices:
            self.matrices[n] = torch.fft.rfft(torch.eye(n, dtype=X.dtype))
        matrix = self.matrices[n]
        return X.to(matrix.dtype) @ matrix
