"""Another right answer: the dimension is kept in a buffer; both outputs are padded at the back and added."""

import torch
from torch import nn
from torch.nn.functional import pad


class Parallel(nn.Module):
    """Widen both outputs with zeros and add them."""

    def __init__(self, net1, net2, dim=-1):
        super().__init__()
        self.pair = nn.ModuleDict()
        self.pair["0"], self.pair["1"] = net1, net2
        self.register_buffer("dim", torch.tensor(dim), persistent=False)

    def forward(self, X):
        """Return the sum of (a, 0) and (0, b)."""
        dim = int(self.dim)
        first, second = (net(X).transpose(dim, -1) for net in self.pair.values())
        a, b = first.shape[-1], second.shape[-1]
        return (pad(first, (0, b)) + pad(second, (a, 0))).transpose(dim, -1)
