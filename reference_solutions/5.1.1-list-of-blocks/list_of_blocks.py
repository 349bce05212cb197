"""5.1.1: a net whose blocks are hidden in a list, and its repair."""

from torch import nn

EXPLANATION = """
nn.Module watches assignments to its attributes: a module or a parameter is registered, a list is an ordinary attribute.
Everything that walks through registered children (parameters, state_dict, to, eval, zero_grad) therefore misses the
blocks, while forward, backward and deepcopy never needed the registration. With one registered layer beside
the list the optimizer has something to train, so that nobody notices that the hidden blocks keep their initial weights.
"""


class ListSequential(nn.Module):
    """Apply blocks in order, and hide them from PyTorch in a plain list."""

    def __init__(self, *blocks):
        super().__init__()
        self.blocks = list(blocks)

    def forward(self, X):
        """Hand X through the blocks."""
        for block in self.blocks:
            X = block(X)
        return X


class FixedSequential(nn.Module):
    """Apply blocks in order; each is registered under its position."""

    def __init__(self, *blocks):
        super().__init__()
        self.blocks = nn.ModuleList(blocks)

    def forward(self, X):
        """Hand X through the blocks."""
        for block in self.blocks:
            X = block(X)
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
