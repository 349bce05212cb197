"""The checks that you may read and run yourself."""

import inside
import torch

from grader.checks import Mistake, close, shape


def test_weight_has_its_shape(student):
    """TensorReduction(4, 3) has a weight of shape (4, 4, 3)."""
    shape(student.TensorReduction(4, 3).weight, (4, 4, 3), what="TensorReduction(4, 3).weight")


def test_small_example(student):
    """With the weights 1, 2, 3, 4 and one output, x = (1, 10) gives 1 + 2 * 10 + 3 * 10 + 4 * 100 = 451."""
    weight = torch.tensor([[1.0, 2.0], [3.0, 4.0]]).reshape(2, 2, 1)
    X = torch.tensor([[1.0, 10.0], [0.0, 1.0], [2.0, 0.0]])
    mistakes = (
        Mistake(
            torch.tensor([[401.0], [4.0], [4.0]]),
            en="Only the squares count: products of two different features are missing.",
            zh="只计入了平方：缺少两个不同特征的乘积。",
        ),
        Mistake(
            torch.tensor([[421.0], [4.0], [4.0]]),
            en="Of each pair of features only one order counts: weight[1, 0] is never used.",
            zh="每一对特征只计入了一种顺序：weight[1, 0] 从未被使用。",
        ),
        Mistake(
            torch.tensor([[536.0], [50.0], [72.0]]),
            en="Features of different examples are multiplied with each other.",
            zh="不同样本的特征被相互乘在了一起。",
        ),
    )
    answer = student.run(inside.run, weight, X).detach()
    close(answer, torch.tensor([[451.0], [4.0], [4.0]]), what="layer(X)", mistakes=mistakes)
