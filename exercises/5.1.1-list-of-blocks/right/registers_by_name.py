"""Another right answer: blocks are registered by hand, under names that start with a letter."""

from functools import reduce

from torch.nn import Module


class ListSequential(Module):
    """Hide the blocks in a list."""

    def __init__(self, *blocks):
        Module.__init__(self)
        self.blocks = [*blocks]

    def forward(self, X):
        """Fold X over the blocks."""
        return reduce(lambda Y, block: block(Y), self.blocks, X)


class FixedSequential(Module):
    """Register each block with add_module and find it again by its name."""

    def __init__(self, *blocks):
        Module.__init__(self)
        self.length = len(blocks)
        for position, block in enumerate(blocks):
            self.add_module(f"block_{position}", block)

    def forward(self, X):
        """Hand X through the blocks."""
        for position in range(self.length):
            X = getattr(self, f"block_{position}")(X)
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


EXPLANATION = "Assigning a module registers it; assigning a list of modules is an assignment like any other."
