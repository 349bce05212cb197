"""The checks that you may read and run yourself."""

import inside
import torch
from torch import nn

from grader.checks import close, complete

KEYS = {
    "plain_loads_by_default",
    "state_dict_loads_by_default",
    "stranger_unpickles_mlp",
    "pickled_net_gets_new_code",
    "lambda_can_be_pickled",
    "stranger_loads_exported_mlp",
    "export_takes_other_batches",
    "dynamic_export_takes_other_batches",
    "export_takes_halving",
    "trace_follows_the_data",
    "script_follows_the_data",
    "stranger_loads_scripted_mlp",
}


def test_saves_and_loads(student):
    """In one process, what was loaded computes the same as the net."""
    net, X = nn.Sequential(nn.Linear(4, 6), nn.ReLU(), nn.Linear(6, 2)), torch.randn(5, 4)
    output = student.run(inside.save_and_load, net, "net.pt2", X)
    close(output, net(X), what="load_model(path)(X)")


def test_predictions_are_complete(student):
    """predict() returns one dict of literals, with every key of the table, and True or False for each."""
    complete(student.literal("predict"), dict.fromkeys(KEYS, bool))
