"""The checks that you may read and run yourself."""

import inside
import torch

from grader.checks import close, shape


def test_weight_has_its_shape(student):
    """TensorReduction(4, 3) has a weight of shape (4, 4, 3)."""
    shape(student.TensorReduction(4, 3).weight, (4, 4, 3), what="TensorReduction(4, 3).weight")


def test_small_example(student):
    """With the weights 1, 2, 3, 4 and one output, x = (1, 10) gives 1 + 2 * 10 + 3 * 10 + 4 * 100 = 451."""
    weight = torch.tensor([[1.0, 2.0], [3.0, 4.0]]).reshape(2, 2, 1)
    X = torch.tensor([[1.0, 10.0], [0.0, 1.0], [2.0, 0.0]])
    close(student.run(inside.run, weight, X).detach(), torch.tensor([[451.0], [4.0], [4.0]]), what="layer(X)")
