"""5.4.2: a layer that returns the leading half of the Fourier coefficients."""

import torch
from torch import nn


class HalfFourier(nn.Module):
    """Compute the Fourier coefficients 0 to n // 2 of each row; for a real signal the others are their conjugates."""

    def forward(self, X):
        """Turn real (..., n) into complex (..., n // 2 + 1)."""
        return torch.fft.rfft(X)
