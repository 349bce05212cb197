"""What students may read."""

import torch

from grader.checks import equal


def test_visible(student):
    """Scaling doubles."""
    equal(student.scale(torch.tensor([1.0, 2.0, 3.0])), torch.tensor([2.0, 4.0, 6.0]), what="scale(x)")
