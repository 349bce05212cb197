from torch import nn


class Net(nn.Module):
    def __init__(self, d_hidden, d_out):
        super().__init__()
        self.rnn = nn.GRU(1, d_hidden)
        self.output = nn.Linear(d_hidden, d_out)

    def forward(self, X):
        H, _ = self.rnn(X.unsqueeze(-1))
        return self.output(H.mean(dim=1))


def make_net(dims, d_hidden, d_out):
    return Net(d_hidden, d_out)
