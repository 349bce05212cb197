"""The checks that you may read and run yourself."""

import inside

from grader.checks import equal


def test_parameters_of_fancy_mlp(student):
    """FancyMLP has one module with parameters, `linear`; its random weights are not among them."""
    net = inside.FancyMLP()
    expected = {"linear": {"weight": net.linear.weight, "bias": net.linear.bias}}
    equal(student.run(inside.listing, net), expected, what="layer_params(FancyMLP())")


def test_path_to_a_bias(student):
    """A path leads through the nets to one parameter."""
    net = inside.NestMLP()
    equal(student.get_by_path(net, "net.2.bias"), net.net[2].bias, what='get_by_path(NestMLP(), "net.2.bias")')


def test_untracked_in_fancy_mlp(student):
    """FancyMLP has one tensor that PyTorch does not know about."""
    net = inside.FancyMLP()
    what = "the list of paths of untracked_tensors(FancyMLP()), each with its tensor,"
    equal(student.run(inside.untracked, net), [("rand_weight", net.rand_weight)], what=what)
