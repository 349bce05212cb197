"""The checks that you may read and run yourself."""

import torch

from grader.checks import close, differs, shape


def test_both_widths_run(student):
    """A net for widths 4 and 6 takes both, and tells one example from another."""
    net = student.make_net([4, 6], 16, 3)
    for X in (torch.randn(2, 4), torch.randn(5, 6)):
        output = net(X)
        shape(output, (len(X), 3), what=f"net(X) for X of shape {tuple(X.shape)}")
        differs(output, output[:1].expand_as(output), what=f"the rows of net(X) for X of shape {tuple(X.shape)}")


def test_same_input_same_answer(student):
    """In evaluation mode, the same input gives the same answer, whatever has come in between, and another another."""
    net, X = student.make_net([4, 6], 16, 3).eval(), torch.randn(2, 4)
    first = net(X).detach()
    shape(first, (2, 3), what="net(X) for X of shape (2, 4)")
    net(torch.randn(5, 6))
    close(net(X).detach(), first, what="net(X), compared with the first net(X)", means="random")
    differs(net(torch.randn(2, 4)).detach(), first, what="net(X) for another X")
