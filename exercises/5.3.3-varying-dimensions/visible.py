"""The checks that you may read and run yourself."""

import torch

from grader.checks import close, shape


def test_both_widths_run(student):
    """A net for widths 4 and 6 takes both."""
    net = student.make_net([4, 6], 16, 3)
    shape(net(torch.randn(2, 4)), (2, 3), what="net(X) for X of shape (2, 4)")
    shape(net(torch.randn(5, 6)), (5, 3), what="net(X) for X of shape (5, 6)")


def test_same_input_same_answer(student):
    """In evaluation mode, the same input gives the same answer, whatever has come in between."""
    net, X = student.make_net([4, 6], 16, 3).eval(), torch.randn(2, 4)
    first = net(X).detach()
    shape(first, (2, 3), what="net(X) for X of shape (2, 4)")
    net(torch.randn(5, 6))
    close(net(X).detach(), first, what="net(X), compared with the first net(X)", means="random")
