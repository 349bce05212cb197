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
    """Return the outputs of the judge's own layer after each step of SGD, twice: mode makes no difference to it."""
    weight, outputs = weight.clone().requires_grad_(), []
    optimizer = torch.optim.SGD([weight], lr=inside.LEARNING_RATE)
    for _ in range(inside.STEPS):
        optimizer.zero_grad()
        nn.functional.mse_loss(reduce(weight, X), Y).backward()
        optimizer.step()
        outputs.append((reduce(weight, X).detach(),) * 2)
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
    """One layer takes any number of examples; each row of the result belongs to its own example, in both modes."""
    d_in, d_out = 4, 3
    weight, X = torch.randn(d_in, d_in, d_out), torch.randn(7, d_in)
    expected, sizes = by_loops(weight, X), (1, d_out, d_in, 7, 2)
    outputs = student.run(inside.run_in_both_modes, weight, [X[:n] for n in sizes])
    for n, (training, evaluation, again) in zip(sizes, outputs, strict=True):
        close(training, expected[:n], what=f"layer(X) for {n} examples")
        close(evaluation, expected[:n], what=f"layer.eval()(X) under no_grad for {n} examples")
        close(again, expected[:n], what=f"layer.eval()(X) for {n} examples")


def test_other_numbers_of_dimensions(student):
    """A single example needs no minibatch, and leading dimensions stay as they are."""
    weight = torch.randn(4, 4, 3)
    for sizes in ((4,), (2, 5, 4), (2, 1, 3, 4)):
        X = torch.randn(sizes)
        close(student.run(inside.run, weight, X), reduce(weight, X), what=f"layer(X) for X of shape {sizes}")


def test_gradients(student):
    """The gradients of weight and X are those of the sum over all pairs."""
    weight = torch.randn(5, 5, 3)
    inputs, factors = [torch.randn(4, 5), torch.randn(2, 5)], [torch.randn(4, 3), torch.randn(2, 3)]
    answers = student.run(inside.gradients, weight, inputs, factors)
    for X, factor, answer in zip(inputs, factors, answers, strict=True):
        weight = weight.detach().requires_grad_()
        X.requires_grad_()
        (reduce(weight, X) * factor).sum().backward()
        found = answer["weight"]
        if isinstance(found, torch.Tensor) and found.shape == (3, 5, 5):
            found = found.permute(1, 2, 0)  # an outputs-first weight, which other checks are about
        close(found, weight.grad, what=f"gradient of weight for {len(X)} examples")
        close(answer["X"], X.grad, what=f"gradient of X for {len(X)} examples")


def test_layer_learns(student):
    """The weight changes by steps of SGD or in place, and each forward propagation uses its new values."""
    weight, X, Y = torch.randn(4, 4, 3), torch.randn(6, 4) / 2, torch.randn(6, 3)
    outputs = student.run(inside.train, weight, X, Y)
    expected = train(weight, X, Y)
    for step, (found, right) in enumerate(zip(outputs, expected, strict=True), 1):
        close(found, right, what=f"layer(X) in training and in evaluation mode after step {step}")
    weights = [torch.randn(4, 4, 3) for _ in range(3)]
    for found, each in zip(student.run(inside.run_each, weights, X), weights, strict=True):
        close(found, by_loops(each, X), what="layer(X) in evaluation mode, with another weight set in place")


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
