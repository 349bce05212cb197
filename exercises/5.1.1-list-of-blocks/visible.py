"""The checks that you may read and run yourself."""

import torch
from torch import nn

from grader.checks import close, complete

TYPES = {
    "forward_works": bool,
    "n_parameters": int,
    "state_dict_keys": list,
    "optimizer_error": (str, type(None)),
    "backward_fills_grads": bool,
    "zero_grad_reaches_blocks": bool,
    "to_reaches_blocks": bool,
    "eval_reaches_dropout": bool,
    "deepcopy_is_independent": bool,
    "empty_state_is_refused": bool,
    "mixed_is_silent": bool,
}


def test_list_runs_the_blocks(student):
    """ListSequential hands X through its blocks, one after another."""
    first, second = nn.Linear(4, 3), nn.Linear(3, 2)
    net = student.ListSequential(first, nn.ReLU(), second)
    for rows in (5, 5, 1):
        X = torch.randn(rows, 4)
        close(net(X), second(torch.relu(first(X))), what="ListSequential(first, ReLU, second)(X)")


def test_fixed_runs_the_blocks(student):
    """FixedSequential hands X through its blocks, one after another."""
    first, second = nn.Linear(4, 3), nn.Linear(3, 2)
    net = student.FixedSequential(first, nn.ReLU(), second)
    for rows in (5, 5, 1):
        X = torch.randn(rows, 4)
        close(net(X), second(torch.relu(first(X))), what="FixedSequential(first, ReLU, second)(X)")


def test_predictions_are_complete(student):
    """predict() returns one dict of literals, with every key and every type of the table."""
    complete(student.literal("predict"), TYPES)
