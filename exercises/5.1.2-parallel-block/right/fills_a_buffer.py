"""Another right answer: the result is allocated first; net2 runs before net1; names come from a ModuleDict."""

from torch import nn


class Parallel(nn.Module):
    """Write both outputs into one new tensor."""

    def __init__(self, net1, net2, dim=-1):
        super().__init__()
        self.sides = nn.ModuleDict({"right": net2, "left": net1})
        self.dim = dim

    def forward(self, X):
        """Run the right net, then the left one, and place the left one's output first."""
        right = self.sides["right"](X)
        left = self.sides["left"](X)
        a, b = left.shape[self.dim], right.shape[self.dim]
        sizes = list(left.shape)
        sizes[self.dim] = a + b
        result = left.new_zeros(sizes)
        result.narrow(self.dim, 0, a).copy_(left)
        result.narrow(self.dim, a, b).copy_(right)
        return result
