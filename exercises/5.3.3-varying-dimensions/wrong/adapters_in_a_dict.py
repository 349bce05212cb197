from torch import nn


class Net(nn.Module):
    def __init__(self, dims, d_hidden, d_out):
        super().__init__()
        self.adapters = {d: nn.Linear(d, d_hidden) for d in dims}
        self.trunk = nn.Sequential(nn.ReLU(), nn.Linear(d_hidden, d_out))

    def forward(self, X):
        return self.trunk(self.adapters[X.shape[1]](X))


def make_net(dims, d_hidden, d_out):
    return Net(dims, d_hidden, d_out)
