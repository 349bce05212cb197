from torch import nn


class Net(nn.Module):
    def __init__(self, blocks):
        super().__init__()
        self.blocks = blocks

    def forward(self, X):
        for block in self.blocks:
            X = block(X)
        return X


def repeat_block(make_block, n):
    return Net([make_block() for _ in range(n)])
