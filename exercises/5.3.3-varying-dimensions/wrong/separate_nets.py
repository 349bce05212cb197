from torch import nn


class Net(nn.Module):
    def __init__(self, dims, d_hidden, d_out):
        super().__init__()
        self.nets = nn.ModuleDict()
        for d in dims:
            self.nets[str(d)] = nn.Sequential(nn.Linear(d, d_hidden), nn.ReLU(), nn.Linear(d_hidden, d_out))

    def forward(self, X):
        return self.nets[str(X.shape[1])](X)


def make_net(dims, d_hidden, d_out):
    return Net(dims, d_hidden, d_out)
