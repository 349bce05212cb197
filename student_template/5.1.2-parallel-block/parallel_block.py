"""5.1.2: two nets side by side."""

from torch import nn


class Parallel(nn.Module):
    """Apply two nets to the same input and concatenate what they return.

    Args:
        net1: any module; its output comes first.
        net2: any module; its output agrees with net1's in all dimensions but `dim`.
        dim: the dimension that grows.
    """

    def __init__(self, net1, net2, dim=-1):
        super().__init__()
        # TODO: keep what forward will need
        raise NotImplementedError

    def forward(self, X):
        """Return `(..., a + b)` for outputs `(..., a)` and `(..., b)`."""
        # TODO
        raise NotImplementedError
