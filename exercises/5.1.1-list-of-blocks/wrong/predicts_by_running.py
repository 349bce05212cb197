import torch
from torch import nn

EXPLANATION = "An nn.Module registers modules, not lists."


class ListSequential(nn.Module):
    def __init__(self, *blocks):
        super().__init__()
        self.blocks = list(blocks)

    def forward(self, X):
        for block in self.blocks:
            X = block(X)
        return X


class FixedSequential(nn.Module):
    def __init__(self, *blocks):
        super().__init__()
        self.blocks = nn.ModuleList(blocks)

    def forward(self, X):
        for block in self.blocks:
            X = block(X)
        return X


def predict():
    net = ListSequential(nn.Linear(4, 8), nn.ReLU(), nn.Dropout(0.5), nn.Linear(8, 2))
    try:
        torch.optim.SGD(net.parameters(), lr=0.1)
        error = None
    except Exception as e:
        error = type(e).__name__
    return {
        "forward_works": net(torch.ones(3, 4)) is not None,
        "n_parameters": len(list(net.parameters())),
        "state_dict_keys": list(net.state_dict()),
        "optimizer_error": error,
        "backward_fills_grads": True,
        "zero_grad_reaches_blocks": False,
        "to_reaches_blocks": False,
        "eval_reaches_dropout": False,
        "deepcopy_is_independent": True,
        "empty_state_is_refused": False,
        "mixed_is_silent": True,
    }
