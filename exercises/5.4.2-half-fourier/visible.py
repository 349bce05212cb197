"""The checks that you may read and run yourself."""

import torch

from grader.checks import close, dtype, shape


def test_number_of_coefficients(student):
    """Signals of 8 values have 5 complex coefficients in the leading half, signals of 5 values have 3."""
    for n, count in ((8, 5), (5, 3)):
        output = student.HalfFourier()(torch.randn(2, n))
        shape(output, (2, count), what=f"HalfFourier()(X) for X of shape (2, {n})")
        dtype(output, torch.complex64, what="HalfFourier()(X) for a float32 X")


def test_constant_signal(student):
    """The constant signal 1, 1, 1, 1 has the coefficients 4, 0 and 0."""
    expected = torch.tensor([[4.0, 0.0, 0.0]], dtype=torch.complex64)
    close(student.HalfFourier()(torch.ones(1, 4)), expected, what="HalfFourier()(X)", atol=1e-4)
