"""5.4.2: a layer that returns the leading half of the Fourier coefficients."""

from torch import nn


class HalfFourier(nn.Module):
    """Compute the Fourier coefficients 0 to n // 2 of each row."""

    def forward(self, X):
        """Turn real (..., n) into complex (..., n // 2 + 1)."""
        # TODO
        raise NotImplementedError
