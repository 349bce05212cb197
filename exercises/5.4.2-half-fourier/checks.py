"""Hidden checks of 5.4.2: half of the coefficients, and all of the information."""

import inside
import torch

from grader.checks import close, equal, fail, shape

LENGTHS = (1, 2, 3, 4, 5, 7, 8, 9, 16)
TOLERANCE = {"rtol": 1e-4, "atol": 1e-4}


def half(X):
    """Return the leading half of the coefficients, cut out of all of them."""
    return torch.fft.fft(X)[..., : X.shape[-1] // 2 + 1]


def test_coefficients(student):
    """The coefficients are those of the formula, for even and odd lengths from 1 to 16."""
    for n in LENGTHS:
        X = torch.randn(3, n)
        close(student.HalfFourier()(X), half(X), what=f"HalfFourier()(X) for X of shape (3, {n})", **TOLERANCE)


def test_other_numbers_of_dimensions(student):
    """Signals lie along the last dimension, whatever stands in front of it."""
    for sizes in ((8,), (5,), (2, 6, 9), (2, 3, 4, 8), (1, 1, 5)):
        X = torch.randn(sizes)
        close(student.HalfFourier()(X), half(X), what=f"HalfFourier()(X) for X of shape {sizes}", **TOLERANCE)


def test_signal_comes_back(student):
    """The half that is returned is enough to compute the signal, for even and odd lengths."""
    for n in (6, 7, 10, 13):
        X = torch.randn(4, n)
        output = student.HalfFourier()(X)
        shape(output, (4, n // 2 + 1), what=f"HalfFourier()(X) for X of shape (4, {n})")
        if not output.is_complex():
            fail("HalfFourier()(X) is not complex")
        close(torch.fft.irfft(output, n=n), X, what="the signal, from its coefficients", **TOLERANCE)


def test_pure_tones(student):
    """A tone of k periods has its peak at coefficient k."""
    for n in (9, 12):
        t = torch.arange(n)
        for k in range(n // 2 + 1):
            X = torch.cos(2 * torch.pi * k * t / n + 0.3)[None]
            output = student.HalfFourier()(X)
            shape(output, (1, n // 2 + 1), what=f"HalfFourier()(X) for X of shape (1, {n})")
            equal(int(output.abs().argmax()), k, what=f"the largest coefficient of {k} periods in {n} values")


def test_gradients(student):
    """The gradient of X is that of the formula."""
    for n in (7, 8):
        X, factors = torch.randn(3, n), torch.randn(3, n // 2 + 1, 2)
        found = student.run(inside.gradient, X, factors)
        X.requires_grad_()
        (torch.view_as_real(half(X)) * factors).sum().backward()
        close(found, X.grad, what=f"gradient of X of shape (3, {n})", **TOLERANCE)


def test_double(student):
    """A float64 input gives a complex128 result of full precision."""
    X = torch.randn(3, 9, dtype=torch.float64)
    close(student.HalfFourier()(X), half(X), what="HalfFourier()(X) for float64", atol=1e-9)


def test_one_layer_for_all_lengths(student):
    """One layer takes inputs of any length and shape, one after another."""
    layer = student.HalfFourier()
    for sizes in ((2, 8), (3, 11), (2, 8), (4, 3), (2, 5, 6)):
        X = torch.randn(sizes)
        close(layer(X), half(X), what=f"layer(X) for X of shape {sizes}", **TOLERANCE)


def test_nothing_to_learn(student):
    """The layer has no parameters, its state is empty, and it leaves X as it was."""
    X = torch.randn(3, 8)
    answer = student.run(inside.run_and_look, X)
    equal(answer["X"], X, what="X after the forward propagation")
    equal(answer["parameters"], [], what="list(layer.parameters())")
    equal(answer["state"], {}, what="layer.state_dict()")
