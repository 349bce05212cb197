import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, dims, d_hidden, d_out):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(max(dims), d_hidden))
        self.bias = nn.Parameter(torch.randn(d_hidden))
        self.output = nn.Linear(d_hidden, d_out)

    def forward(self, X):
        H = torch.matmul(X, self.weight.data[: X.shape[1]]) + self.bias.data
        return self.output(H.relu())


def make_net(dims, d_hidden, d_out):
    return Net(dims, d_hidden, d_out)
