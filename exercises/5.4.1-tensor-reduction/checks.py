"""Hidden checks of 5.4.1: quadratic forms, compared with the judge's own sums."""

import itertools

import inside
import torch
from torch import nn

from grader.checks import close, equal


def by_loops(weight, X):
    """Return the sums of the statement, one product after another."""
    (n, d_in), d_out = X.shape, weight.shape[2]
    Y = X.new_zeros(n, d_out)
    for b, i, j, k in itertools.product(range(n), range(d_in), range(d_in), range(d_out)):
        Y[b, k] += weight[i, j, k] * X[b, i] * X[b, j]
    return Y


def reduce(weight, X):
    """Return the same for many examples at once, and with gradients."""
    return torch.einsum("...i,...j,ijk->...k", X, X, weight)


def train(weight, X, Y):
    """Return the outputs of the judge's own layer after each step of SGD."""
    weight, outputs = weight.clone().requires_grad_(), []
    optimizer = torch.optim.SGD([weight], lr=inside.LEARNING_RATE)
    for _ in range(inside.STEPS):
        optimizer.zero_grad()
        nn.functional.mse_loss(reduce(weight, X), Y).backward()
        optimizer.step()
        outputs.append(reduce(weight, X).detach())
    return outputs


def test_values(student):
    """Each output is the sum over all pairs, for other numbers of features, outputs and examples."""
    for n, d_in, d_out in ((4, 5, 3), (5, 2, 6)):
        weight, X = torch.randn(d_in, d_in, d_out), torch.randn(n, d_in)
        output = student.run(inside.run, weight, X)
        close(output, by_loops(weight, X), what=f"layer(X) for {n} examples, d_in = {d_in} and d_out = {d_out}")


def test_order_of_the_indices(student):
    """weight[i, j, k] belongs to features i and j and to output k, also where all sizes are equal."""
    weight, X = torch.randn(3, 3, 3), torch.randn(3, 3)
    close(student.run(inside.run, weight, X), by_loops(weight, X), what="layer(X) for d_in = d_out = 3")


def test_sizes_of_the_minibatch(student):
    """Each row of the result belongs to its own example, whatever number of examples there is."""
    d_in, d_out = 4, 3
    weight, X = torch.randn(d_in, d_in, d_out), torch.randn(7, d_in)
    expected = by_loops(weight, X)
    for n in (1, d_out, d_in, 7):
        close(student.run(inside.run, weight, X[:n]), expected[:n], what=f"layer(X) for {n} examples")


def test_other_numbers_of_dimensions(student):
    """A single example needs no minibatch, and leading dimensions stay as they are."""
    weight = torch.randn(4, 4, 3)
    for sizes in ((4,), (2, 5, 4), (2, 1, 3, 4)):
        X = torch.randn(sizes)
        close(student.run(inside.run, weight, X), reduce(weight, X), what=f"layer(X) for X of shape {sizes}")


def test_gradients(student):
    """The gradients of weight and X are those of the sum over all pairs."""
    weight, X, factors = torch.randn(5, 5, 3), torch.randn(4, 5), torch.randn(4, 3)
    answer = student.run(inside.gradients, weight, X, factors)
    weight.requires_grad_()
    X.requires_grad_()
    (reduce(weight, X) * factors).sum().backward()
    close(answer["weight"], weight.grad, what="gradient of weight")
    close(answer["X"], X.grad, what="gradient of X")


def test_layer_learns(student):
    """Steps of SGD change the weight, and each forward propagation uses its new values."""
    weight, X, Y = torch.randn(4, 4, 3), torch.randn(6, 4) / 2, torch.randn(6, 3)
    outputs = student.run(inside.train, weight, X, Y)
    close(outputs, train(weight, X, Y), what="the outputs after each step")


def test_double(student):
    """After layer.double(), a float64 input gives a float64 result of full precision."""
    weight, X = torch.randn(5, 5, 3, dtype=torch.float64), torch.randn(4, 5, dtype=torch.float64)
    close(student.run(inside.run, weight, X), by_loops(weight, X), what="layer(X) for float64")


def test_one_parameter(student):
    """The state is the weight and nothing else, as it was set; it loads into a second layer."""
    weight, X = torch.randn(4, 4, 3), torch.randn(5, 4)
    answer = student.run(inside.save_and_load, weight, X)
    equal(answer["parameters"], ["weight"], what="the names of the layer's parameters")
    equal(answer["state"], {"weight": weight}, what="layer.state_dict() after a forward propagation")
    equal(answer["X"], X, what="X after a forward propagation")
    close(answer["output"], by_loops(weight, X), what="the output of a second layer that has loaded the state")


def test_many_features(student):
    """200 examples of 60 features take little time."""
    weight, X = torch.randn(60, 60, 4) / 60, torch.randn(200, 60)
    close(student.run(inside.run, weight, X), reduce(weight, X), what="layer(X)", rtol=1e-3, atol=1e-4)
