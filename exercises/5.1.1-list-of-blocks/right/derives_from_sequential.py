"""Another right answer: the repair derives from nn.Sequential."""

import torch
from torch import nn

EXPLANATION = "Only attributes that are modules or parameters are registered; those in a list are missed by every tool."


class ListSequential(nn.Module):
    """Collect the blocks in a list, one by one."""

    def __init__(self, *args: nn.Module) -> None:
        super().__init__()
        self.blocks = []
        for module in args:
            self.blocks.append(module)

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        """Apply the blocks recursively by position."""
        return self._apply_from(0, inputs)

    def _apply_from(self, position: int, inputs: torch.Tensor) -> torch.Tensor:
        if position == len(self.blocks):
            return inputs
        return self._apply_from(position + 1, self.blocks[position](inputs))


class FixedSequential(nn.Sequential):
    """nn.Sequential registers its blocks by itself."""


def predict() -> dict:
    """Tell what happens to the nets of the statement."""
    return {
        "mixed_is_silent": True,
        "empty_state_is_refused": False,
        "deepcopy_is_independent": True,
        "eval_reaches_dropout": False,
        "to_reaches_blocks": False,
        "zero_grad_reaches_blocks": False,
        "backward_fills_grads": True,
        "optimizer_error": "ValueError",
        "state_dict_keys": [],
        "n_parameters": 0,
        "forward_works": True,
    }
