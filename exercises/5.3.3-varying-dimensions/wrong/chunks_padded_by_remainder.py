from torch import nn


class Net(nn.Module):
    def __init__(self, d_hidden, d_out, k=3):
        super().__init__()
        self.k = k
        self.chunk = nn.Linear(k, d_hidden)
        self.output = nn.Linear(d_hidden, d_out)

    def forward(self, X):
        r = X.shape[1] % self.k
        X = nn.functional.pad(X, (0, r))
        chunks = X.reshape(len(X), -1, self.k)
        return self.output(self.chunk(chunks).relu().sum(dim=1))


def make_net(dims, d_hidden, d_out):
    return Net(d_hidden, d_out)
