"""5.1.1: a net whose blocks are hidden in a list, and its repair."""

from torch import nn

# TODO: explain in a few sentences why PyTorch does not see the blocks. People read this; it earns no points for now.
EXPLANATION = ""


class ListSequential(nn.Module):
    """Apply blocks in order, and hide them from PyTorch in a plain list."""

    def __init__(self, *blocks):
        super().__init__()
        # TODO: keep the blocks in self.blocks, a plain Python list
        raise NotImplementedError

    def forward(self, X):
        """Hand X through the blocks."""
        # TODO
        raise NotImplementedError


class FixedSequential(nn.Module):
    """Apply blocks in order, and let PyTorch see them."""

    def __init__(self, *blocks):
        super().__init__()
        # TODO: register the blocks
        raise NotImplementedError

    def forward(self, X):
        """Hand X through the blocks."""
        # TODO
        raise NotImplementedError


def predict():
    """Return the predictions that the statement asks for."""
    # TODO: replace the line below by one return of a dict in braces. Write every value out as a literal (True, 3,
    # "abc", None, ["a"]): no calls, no arithmetic, no variables. The dict is read from this file; it is never run.
    raise NotImplementedError
