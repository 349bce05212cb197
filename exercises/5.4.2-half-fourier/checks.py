"""Hidden checks of 5.4.2: half of the coefficients, and all of the information."""

import inside
import torch

from grader.checks import close, equal, fail, shape

LENGTHS = (1, 2, 3, 4, 5, 7, 8, 9, 16)
TOLERANCE = {"rtol": 1e-4, "atol": 1e-4}


def half(X):
    """Return the leading half of the coefficients, cut out of all of them."""
    return torch.fft.fft(X)[..., : X.shape[-1] // 2 + 1]


def compare(output, X, what, **tolerance):
    """Compare the coefficients that have come, if there is about half of them.

    How many there must be, to one, is the matter of the checks that say so: it is one mistake, and should not
    be paid for everywhere.
    """
    n, count = X.shape[-1], 0
    if isinstance(output, torch.Tensor) and output.ndim:
        count = output.shape[-1]
    if not max(1, n // 2) <= count <= n:
        count = n // 2 + 1
    close(output, torch.fft.fft(X)[..., :count], what=what, **(tolerance or TOLERANCE))


def test_coefficients(student):
    """The coefficients are those of the formula, all of them, for even and odd lengths from 1 to 16."""
    for n in LENGTHS:
        X = torch.randn(3, n)
        close(student.HalfFourier()(X), half(X), what=f"HalfFourier()(X) for X of shape (3, {n})", **TOLERANCE)


def test_other_numbers_of_dimensions(student):
    """Signals lie along the last dimension, whatever stands in front of it."""
    for sizes in ((8,), (5,), (2, 6, 9), (2, 3, 4, 8), (1, 1, 5)):
        X = torch.randn(sizes)
        compare(student.HalfFourier()(X), X, f"HalfFourier()(X) for X of shape {sizes}")


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
    """A tone of k periods is found at coefficient k, and nowhere else in the leading half."""
    for n in (9, 12):
        t = torch.arange(n)
        for k in range(1, (n + 1) // 2):
            X = (0.5 + torch.rand(1)) * torch.cos(2 * torch.pi * k * t / n + torch.rand(1))[None]
            output = student.HalfFourier()(X)
            what = f"the share of each coefficient, for {k} periods in {n} values"
            count = output.shape[-1] if isinstance(output, torch.Tensor) and output.ndim == 2 else 0
            if not n // 2 <= count <= n:
                count = n // 2 + 1
            shape(output, (1, count), what="HalfFourier()(X)")
            if not output.is_complex():
                fail("HalfFourier()(X) is not complex")
            close(shares(output), shares(torch.fft.fft(X)[:, :count]), what=what, **TOLERANCE)


def shares(coefficients):
    """Return what share each coefficient has in the sum of all absolute values, which no common factor changes."""
    sizes = coefficients.abs()
    return sizes / sizes.sum()


def test_gradients(student):
    """The gradient of X is that of the formula."""
    for n in (7, 8):
        X, factors = torch.randn(3, n), torch.randn(3, n, 2)
        found = student.run(inside.gradient, X, factors)
        count = found["count"] if found["count"] in range(n // 2, n + 1) else n // 2 + 1
        X.requires_grad_()
        (torch.view_as_real(torch.fft.fft(X)[..., :count]) * factors[:, :count]).sum().backward()
        close(found["gradient"], X.grad, what=f"gradient of X of shape (3, {n})", **TOLERANCE)


def test_double(student):
    """A float64 input gives a complex128 result of full precision, also after a float32 input of the same length."""
    layer = student.HalfFourier()
    for dtype in (torch.float32, torch.float64, torch.float32):
        X = torch.randn(3, 9, dtype=dtype)
        tolerance = TOLERANCE if dtype == torch.float32 else {"atol": 1e-9}
        compare(layer(X), X, f"HalfFourier()(X) for {str(dtype).removeprefix('torch.')}", **tolerance)


def test_one_layer_for_all_lengths(student):
    """One layer takes inputs of any length and shape, one after another, in training and in evaluation mode."""
    shapes = ((2, 8), (3, 11), (2, 8), (4, 3), (2, 5, 6), (5, 8))
    inputs = [torch.randn(sizes) for sizes in shapes]
    for X, (training, evaluation) in zip(inputs, student.run(inside.run_in_both_modes, inputs), strict=True):
        compare(training, X, f"layer(X) for X of shape {tuple(X.shape)}")
        compare(evaluation, X, f"layer.eval()(X) under no_grad for X of shape {tuple(X.shape)}")


def test_nothing_to_learn(student):
    """The layer has no parameters, its state is empty, and it leaves X as it was."""
    X = torch.randn(3, 8)
    answer = student.run(inside.run_and_look, X)
    equal(answer["X"], X, what="X after the forward propagation")
    equal(answer["parameters"], [], what="list(layer.parameters())")
    equal(answer["state"], {}, what="layer.state_dict()")
