"""The checks that you may read and run yourself."""

import inside
import torch
from torch import nn

from grader.checks import close


def test_three_blocks_in_a_row(student):
    """Three blocks that each double X and add 1 make 8 X + 7."""
    X = torch.tensor([[0.0], [1.0], [-2.0]])
    close(student.run(inside.run_affine, 3, X), 8 * X + 7, what="repeat_block(inside.Affine, 3)(X)")


def test_result_is_a_module(student):
    """The net can be used like any layer, as a part of an nn.Sequential."""
    X, head = torch.tensor([[0.0], [1.0], [-2.0]]), nn.Linear(1, 1, bias=False)
    expected = head(4 * X + 3)
    answer = student.run(inside.run_before_a_head, 2, X, head)
    close(answer, expected, what="nn.Sequential(repeat_block(inside.Affine, 2), head)(X)")
