"""Another right answer: a class of its own around an nn.ModuleList."""

from collections.abc import Callable

import torch
from torch import nn


class Repeated(nn.Module):
    """Blocks in a row."""

    def __init__(self, blocks: list[nn.Module]) -> None:
        super().__init__()
        self.blocks = nn.ModuleList(blocks)

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        """Hand the input through the blocks."""
        for block in self.blocks:
            inputs = block(inputs)
        return inputs


def repeat_block(make_block: Callable[[], nn.Module], n: int) -> nn.Module:
    """Return a net of n new blocks."""
    return Repeated([make_block() for _ in range(n)])
