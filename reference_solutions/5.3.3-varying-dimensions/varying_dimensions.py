"""5.3.3: one net for inputs of several widths."""

from torch import nn


class VaryingNet(nn.Module):
    """An adapter for each width, and behind them one trunk for all.

    Args:
        dims: the widths that occur.
        d_hidden: the width that each adapter makes of its input.
        d_out: the width of the output.
    """

    def __init__(self, dims, d_hidden, d_out):
        super().__init__()
        self.adapters = nn.ModuleDict({str(d): nn.Linear(d, d_hidden) for d in dims})
        self.trunk = nn.Sequential(nn.ReLU(), nn.Linear(d_hidden, d_hidden), nn.ReLU(), nn.Linear(d_hidden, d_out))

    def forward(self, X):
        """Bring X to the common width, then do what is done for every width."""
        return self.trunk(self.adapters[str(X.shape[-1])](X))


def make_net(dims, d_hidden, d_out):
    """Return a net for inputs of every width in `dims`."""
    return VaryingNet(dims, d_hidden, d_out)
