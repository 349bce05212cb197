"""The checks that you may read and run yourself."""

import torch

from grader.checks import Mistake, close, complete, equal

KEYS = (
    "fewer_parameters",
    "optimizer_state_shrinks",
    "file_shrinks",
    "longer_inputs_fit",
    "activation_memory_shrinks",
    "forward_work_shrinks",
    "gradient_is_averaged",
    "equal_layers_stay_equal",
)


def test_counts_of_a_small_net(student):
    """Four inputs, two hidden layers of 8 by 8 and two outputs: 130 parameters tied, 202 untied."""
    mistakes = (
        Mistake(
            {"tied": 202, "untied": 202},
            en="The shared layer is counted once for each place where it is used.",
            zh="共享的层在每个使用它的位置都被数了一次。",
        ),
        Mistake({"tied": 112, "untied": 176}, en="The biases are not counted.", zh="没有计入偏置。"),
        Mistake(
            {"tied": 130, "untied": 274},
            en="One h-by-h layer too many is counted in the untied net.",
            zh="不共享的网络多算了一个 h×h 的层。",
        ),
        Mistake(
            {"tied": 136, "untied": 208},
            en="The bias of the last layer is counted with h entries; it has one for each output.",
            zh="最后一层的偏置被算成了 h 个元素；它每个输出只有一个。",
        ),
    )
    equal(student.counts(4, 8, 2, 2), {"tied": 130, "untied": 202}, what="counts(4, 8, 2, 2)", mistakes=mistakes)


def test_matrix_of_a_small_kernel(student):
    """The kernel (1, 2, 3) slides along five inputs in three steps."""
    matrix = student.conv_as_tied_dense(torch.tensor([1.0, 2.0, 3.0]), 5)
    rows = [[1.0, 2.0, 3.0, 0.0, 0.0], [0.0, 1.0, 2.0, 3.0, 0.0], [0.0, 0.0, 1.0, 2.0, 3.0]]
    mistakes = (
        Mistake(
            torch.tensor([row[::-1] for row in rows[::-1]]),
            en="The kernel stands in each row from its last entry to its first.",
            zh="每一行中的卷积核都是从最后一个元素排到第一个的。",
        ),
        Mistake(
            torch.tensor([*rows[:-1], [0.0] * 5]),
            en="The last row is empty: the last step of the kernel is missing.",
            zh="最后一行是空的：缺少卷积核的最后一步。",
        ),
    )
    what = "conv_as_tied_dense(torch.tensor([1.0, 2.0, 3.0]), 5)"
    close(matrix, torch.tensor(rows), what=what, mistakes=mistakes)


def test_predictions_are_complete(student):
    """predict() returns one dict of literals, with every key of the table and True or False for each."""
    complete(student.literal("predict"), dict.fromkeys(KEYS, bool))
