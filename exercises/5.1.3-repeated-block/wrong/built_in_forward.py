from torch import nn


class Net(nn.Module):
    def __init__(self, make_block, n):
        super().__init__()
        self.make_block = make_block
        self.n = n
        self.blocks = nn.ModuleList()

    def forward(self, X):
        if len(self.blocks) == 0:
            for _ in range(self.n):
                self.blocks.append(self.make_block())
        for block in self.blocks:
            X = block(X)
        return X


def repeat_block(make_block, n):
    return Net(make_block, n)
