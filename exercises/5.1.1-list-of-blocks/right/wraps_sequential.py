"""Another right answer: the repair holds an nn.Sequential; the broken net also has an unrelated attribute."""

from torch import nn

EXPLANATION = """
Registration happens in __setattr__ and looks at the type of the value.
"""


class ListSequential(nn.Module):
    """Hide the blocks in a list."""

    def __init__(self, *blocks):
        super().__init__()
        self.blocks, self.count = list(blocks), len(blocks)

    def forward(self, X):
        """Hand X through the blocks."""
        for position in range(self.count):
            X = self.blocks[position](X)
        return X


class FixedSequential(nn.Module):
    """Leave everything to nn.Sequential."""

    def __init__(self, *blocks):
        super().__init__()
        self.net = nn.Sequential(*blocks)

    def forward(self, X):
        """Hand X through the inner net."""
        return self.net(X)


def predict():
    """Tell what happens to the nets of the statement."""
    return {
        "forward_works": True,
        "backward_fills_grads": True,
        "deepcopy_is_independent": True,
        "mixed_is_silent": True,
        "zero_grad_reaches_blocks": False,
        "to_reaches_blocks": False,
        "eval_reaches_dropout": False,
        "empty_state_is_refused": False,
        "n_parameters": 0,
        "state_dict_keys": [],
        "optimizer_error": "ValueError",
    }
