from torch import nn


class Net(nn.Module):
    def __init__(self, make_block, n):
        for i in range(n):
            setattr(self, f"block{i}", make_block())
        self.n = n

    def forward(self, X):
        for i in range(self.n):
            X = getattr(self, f"block{i}")(X)
        return X


def repeat_block(make_block, n):
    return Net(make_block, n)
