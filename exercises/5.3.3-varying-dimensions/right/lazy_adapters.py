"""Another right answer: lazy adapters, dropout in the trunk, and an error for unknown widths."""

from torch import nn


class Net(nn.Module):
    """One lazy adapter for each width, found by its position in `dims`."""

    def __init__(self, dims, d_hidden, d_out):
        super().__init__()
        self.dims = list(dims)
        self.adapters = nn.ModuleList([nn.LazyLinear(d_hidden) for _ in dims])
        self.trunk = nn.Sequential(nn.BatchNorm1d(d_hidden), nn.Tanh(), nn.Dropout(0.1), nn.Linear(d_hidden, d_out))

    def forward(self, X):
        """Choose the adapter by the width of X."""
        d = X.size(1)
        if d not in self.dims:
            raise ValueError(f"this net was made for widths {self.dims}, and got {d}")
        return self.trunk(self.adapters[self.dims.index(d)](X))


def make_net(dims, d_hidden, d_out):
    """Return a net for these widths and no others."""
    return Net(dims, d_hidden, d_out)
