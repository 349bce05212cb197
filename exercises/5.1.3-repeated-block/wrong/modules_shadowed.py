from torch import nn


class Net(nn.Module):
    def __init__(self, make_block, n):
        super().__init__()
        self.modules = [make_block() for _ in range(n)]
        self.blocks = nn.Sequential(*self.modules)

    def forward(self, X):
        return self.blocks(X)


def repeat_block(make_block, n):
    return Net(make_block, n)
