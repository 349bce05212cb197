"""The checks that you may read and run yourself."""

import torch
from torch import nn

from grader.checks import Mistake, close, shape


def linear(weight):
    """Return a linear layer without bias that has this weight, one row for each output."""
    layer = nn.Linear(len(weight[0]), len(weight), bias=False)
    layer.weight.data = torch.tensor(weight)
    return layer


def test_output_has_both_widths(student):
    """Two examples through nets of widths 3 and 4 give two rows of width 7, with the values of both in each row."""
    nets, X = (nn.Linear(5, 3), nn.Linear(5, 4)), torch.randn(2, 5)
    output = student.Parallel(*nets)(X)
    shape(output, (2, 7), what="Parallel(net1, net2)(X)")
    expected = torch.cat([net(X) for net in nets], dim=1)
    close(output.sort().values, expected.sort().values, what="Parallel(net1, net2)(X), sorted within each row")


def test_first_net_comes_first(student):
    """net1 doubles both features and net2 adds them: (1, 3) becomes (2, 6, 4)."""
    doubles, adds = linear([[2.0, 0.0], [0.0, 2.0]]), linear([[1.0, 1.0]])
    output = student.Parallel(doubles, adds)(torch.tensor([[1.0, 3.0], [5.0, 0.0]]))
    series = torch.tensor([[8.0], [10.0]])
    mistakes = (
        Mistake(
            series,
            en="The two nets run one after the other; both should get X.",
            zh="两个网络是一个接一个运行的；它们都应该以 X 为输入。",
        ),
        Mistake(
            torch.cat((torch.tensor([[2.0, 6.0], [10.0, 0.0]]), series), dim=1),
            en="net2 gets the output of net1; both should get X.",
            zh="net2 得到的是 net1 的输出；它们都应该以 X 为输入。",
        ),
    )
    expected = torch.tensor([[2.0, 6.0, 4.0], [10.0, 0.0, 5.0]])
    close(output, expected, what="Parallel(doubles, adds)(X)", mistakes=mistakes)
