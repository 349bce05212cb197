"""Another right answer: one layer for chunks of four features; the last chunk is filled up with zeros."""

import torch
from torch import nn


class ChunkNet(nn.Module):
    """Apply the same layer to each chunk, and add up what comes out."""

    size = 4

    def __init__(self, d_hidden: int, d_out: int) -> None:
        super().__init__()
        self.chunk = nn.Sequential(nn.Linear(self.size, d_hidden), nn.Tanh())
        self.output = nn.Linear(d_hidden, d_out)

    def forward(self, X: torch.Tensor) -> torch.Tensor:
        """Cut X into chunks."""
        X = nn.functional.pad(X, (0, -X.shape[1] % self.size))
        return self.output(self.chunk(X.unflatten(1, (-1, self.size))).sum(dim=1))


def make_net(dims, d_hidden, d_out):
    """Any width will do."""
    del dims
    return ChunkNet(d_hidden, d_out)
