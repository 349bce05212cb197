"""The checks that you may read and run yourself."""

import torch

from grader.checks import Mistake, close, equal, shape

MATS = torch.tensor([[[1.0, 0.0], [0.0, 1.0]], [[0.0, 2.0], [2.0, 0.0]], [[1.0, 1.0], [0.0, 1.0]]])
NORMS = [2**0.5, 32**0.5, 6**0.5]
OTHER_NORMS = (
    ([1.0, 4.0, 1.0 + 2**0.5], "These are spectral norms.", "这些是谱范数。"),
    ([2**0.5, 32**0.5, 3**0.5], "The products are element by element.", "乘积是逐元素计算的。"),
    ([2**0.5, 32**0.5, 7**0.5], "The matrices are multiplied by their transposes.", "矩阵是与自己的转置相乘的。"),
    (
        [2**0.5, 8**0.5, 3**0.5],
        "These are norms of the matrices, not of their squares.",
        "这些是矩阵的范数，而不是其平方的范数。",
    ),
    ([2**0.5] * 3, "The norm of the first product came three times.", "得到的是三次第一个乘积的范数。"),
)


def mistakes(kind):
    """Return what other norms, or norms of other products, would be."""
    return [Mistake(kind(norms), en=en, zh=zh) for norms, en, zh in OTHER_NORMS]


def test_both_logs_of_three_products(student):
    """Both functions return the norms of three products as a list of floats."""
    for function, name in ((student.log_each, "log_each"), (student.log_on_device, "log_on_device")):
        log = function(MATS)
        close(log, NORMS, rtol=1e-4, what=f"{name}(mats)", mistakes=mistakes(list))
        equal([type(value) for value in log], [float] * 3, what=f"the types in {name}(mats)")


def test_device_part_is_a_tensor(student):
    """The part on the device returns one tensor of shape (N,)."""
    log = student.log_device_part(MATS)
    shape(log, (3,), what="log_device_part(mats)")
    close(log, torch.tensor(NORMS), what="log_device_part(mats)", mistakes=mistakes(torch.tensor))
