"""The checks that you may read and run yourself."""

import torch

from grader.checks import Mistake, close, dtype, shape


def test_number_of_coefficients(student):
    """Signals of 8 values have 5 complex coefficients in the leading half, signals of 5 values have 3."""
    for n, count in ((8, 5), (5, 3)):
        output = student.HalfFourier()(torch.randn(2, n))
        shape(output, (2, count), what=f"HalfFourier()(X) for X of shape (2, {n})")
        dtype(output, torch.complex64, what="HalfFourier()(X) for a float32 X")


def test_constant_signal(student):
    """The constant signal 1, 1, 1, 1 has the coefficients 4, 0 and 0 (and those that you may return beyond are 0)."""
    answer = student.HalfFourier()(torch.ones(1, 4))
    # How many coefficients there must be is the matter of the check above.
    count = answer.shape[-1] if isinstance(answer, torch.Tensor) and tuple(answer.shape) in ((1, 2), (1, 4)) else 3
    expected = torch.tensor([[4.0, 0.0, 0.0, 0.0]], dtype=torch.complex64)[:, :count]
    mistakes = (
        Mistake(
            expected / 2,
            en="The first coefficient is 2, the sum divided by the root of the length, as with norm='ortho'.",
            zh="第一个系数是 2，即总和除以长度的平方根，如同使用了 norm='ortho'。",
        ),
        Mistake(
            expected.flip(1),
            en="The frequency 0 is not at the front, as after fftshift.",
            zh="频率 0 不在最前面，如同使用了 fftshift。",
        ),
        Mistake(
            torch.ones_like(expected),
            en="All coefficients are 1, as if the transform went along the examples and not along the signal.",
            zh="所有系数都是 1，如同沿样本维度而不是沿信号做变换。",
        ),
        Mistake(
            torch.zeros_like(expected),
            en="All coefficients are 0. The first one is the sum of the signal: it is 0 where the mean is taken away.",
            zh="所有系数都是 0。第一个系数是信号的总和：减去平均值之后它才是 0。",
        ),
    )
    close(answer, expected, what="HalfFourier()(X)", atol=1e-4, mistakes=mistakes)
