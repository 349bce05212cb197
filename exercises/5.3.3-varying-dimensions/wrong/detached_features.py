import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, dims, d_hidden, d_out):
        super().__init__()
        self.adapters = nn.ModuleDict({str(d): nn.Linear(d, d_hidden) for d in dims})
        self.weight = nn.Parameter(torch.randn(d_hidden, d_out))

    def forward(self, X):
        return self.adapters[str(X.shape[1])](X).relu() @ self.weight.data


def make_net(dims, d_hidden, d_out):
    return Net(dims, d_hidden, d_out)
