"""The checks that you may read and run yourself."""

import torch

from grader.checks import close, equal, fail

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
    equal(student.counts(4, 8, 2, 2), {"tied": 130, "untied": 202}, what="counts(4, 8, 2, 2)")


def test_matrix_of_a_small_kernel(student):
    """The kernel (1, 2, 3) slides along five inputs in three steps."""
    matrix = student.conv_as_tied_dense(torch.tensor([1.0, 2.0, 3.0]), 5)
    rows = [[1.0, 2.0, 3.0, 0.0, 0.0], [0.0, 1.0, 2.0, 3.0, 0.0], [0.0, 0.0, 1.0, 2.0, 3.0]]
    close(matrix, torch.tensor(rows), what="conv_as_tied_dense(torch.tensor([1.0, 2.0, 3.0]), 5)")


def test_predictions_are_complete(student):
    """predict() returns one dict of literals, with every key of the table and True or False for each."""
    answers = student.literal("predict")
    if not isinstance(answers, dict):
        fail("predict() returns no dict")
    missing, unknown = set(KEYS) - answers.keys(), answers.keys() - set(KEYS)
    if missing or unknown:
        fail(f"keys that are missing: {sorted(missing)}; keys that nobody asked for: {sorted(map(str, unknown))}")
    for key in KEYS:
        if type(answers[key]) is not bool:
            fail(f"the value of {key!r} has the wrong type, {type(answers[key]).__name__}")
