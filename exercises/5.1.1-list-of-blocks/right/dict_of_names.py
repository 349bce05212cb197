"""Another right answer: a ModuleDict with names that are words, and a list of names for the order."""

from torch import nn

EXPLANATION = "A list is an attribute like any other."


class ListSequential(nn.Module):
    """Hide the blocks in a list that grows."""

    blocks: list

    def __init__(self, *blocks):
        super().__init__()
        self.blocks = []
        self.blocks += blocks

    def forward(self, X):
        """Hand X through the blocks, from an iterator."""
        remaining = iter(self.blocks)
        while (block := next(remaining, None)) is not None:
            X = block(X)
        return X


class FixedSequential(nn.Module):
    """Look each position up by a name."""

    def __init__(self, *blocks):
        super().__init__()
        self.order = [f"step {position}" for position in range(len(blocks))]
        self.steps = nn.ModuleDict(zip(self.order, blocks, strict=True))

    def forward(self, X):
        """Hand X through the blocks."""
        for name in self.order:
            X = self.steps[name](X)
        return X


def predict():
    """Tell what happens to the nets of the statement."""
    return {
        "forward_works": True,
        "n_parameters": 0,
        "state_dict_keys": [],
        "optimizer_error": "ValueError",
        "backward_fills_grads": True,
        "zero_grad_reaches_blocks": False,
        "to_reaches_blocks": False,
        "eval_reaches_dropout": False,
        "deepcopy_is_independent": True,
        "empty_state_is_refused": False,
        "mixed_is_silent": True,
    }
