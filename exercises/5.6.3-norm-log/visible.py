"""The checks that you may read and run yourself."""

import torch

from grader.checks import close, equal, shape

MATS = torch.tensor([[[1.0, 0.0], [0.0, 1.0]], [[0.0, 2.0], [2.0, 0.0]], [[1.0, 1.0], [0.0, 1.0]]])
NORMS = [2**0.5, 32**0.5, 6**0.5]


def test_both_logs_of_three_products(student):
    """Both functions return the norms of three products as a list of floats."""
    for function, name in ((student.log_each, "log_each"), (student.log_on_device, "log_on_device")):
        log = function(MATS)
        close(log, NORMS, rtol=1e-4, what=f"{name}(mats)")
        equal([type(value) for value in log], [float] * 3, what=f"the types in {name}(mats)")


def test_device_part_is_a_tensor(student):
    """The part on the device returns one tensor of shape (N,)."""
    log = student.log_device_part(MATS)
    shape(log, (3,), what="log_device_part(mats)")
    close(log, torch.tensor(NORMS), what="log_device_part(mats)")
