import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, dims, d_hidden, d_out):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(d_hidden, max(dims)) / max(dims) ** 0.5)
        self.output = nn.Linear(d_hidden, d_out)
        self.cached = {}

    def columns(self, d):
        if self.training or torch.is_grad_enabled():
            return self.weight[:, :d]
        if d not in self.cached:
            self.cached[d] = self.weight[:, :d].detach().clone()
        return self.cached[d]

    def forward(self, X):
        return self.output(torch.relu(X @ self.columns(X.shape[1]).T))


def make_net(dims, d_hidden, d_out):
    return Net(dims, d_hidden, d_out)
