"""Another right answer: uninitialized parameters in a ParameterDict, filled at the first input of each width."""

import torch
from torch import nn
from torch.nn.parameter import UninitializedParameter, is_lazy


class Net(nn.Module):
    """A bare weight for each width, a residual trunk, and a scale that starts small."""

    def __init__(self, dims, d_hidden, d_out):
        super().__init__()
        self.d_hidden = d_hidden
        self.weights = nn.ParameterDict({f"w{d}": UninitializedParameter() for d in dims})
        self.inner = nn.utils.parametrizations.weight_norm(nn.Linear(d_hidden, d_hidden))
        self.scale = nn.Parameter(torch.full((d_hidden,), 0.1))
        self.output = nn.Linear(d_hidden, d_out)
        nn.init.zeros_(self.output.bias)

    def forward(self, X):
        """Look the weight up, and settle its shape where that is still open."""
        d = X.shape[-1]
        weight = self.weights[f"w{d}"]
        if is_lazy(weight):
            weight.materialize((d, self.d_hidden))
            nn.init.normal_(weight, std=d**-0.5)
        H = X @ weight
        H = H + self.scale * torch.relu(self.inner(H))
        return self.output(torch.tanh(H))


def make_net(dims, d_hidden, d_out):
    """Only the statement's widths are known."""
    return Net(dims, d_hidden, d_out)
