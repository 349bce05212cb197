"""The checks that you may read and run yourself."""

import inside
import torch
from torch import nn

from grader.checks import close, equal


def test_layers_feed_the_new_head(student):
    """The new net hands X through the old net's first two layers and then through the head."""
    old, head = nn.Sequential(nn.Linear(6, 5), nn.ReLU(), nn.Linear(5, 4)), nn.Linear(5, 3)
    X = torch.randn(7, 6)
    close(student.reuse(old, head)(X), head(torch.relu(old[0](X))), what="reuse(old, head)(X)")


def test_names_are_flat(student):
    """The state of the new net lists the children as 0, 1 and 2."""
    old = nn.Sequential(nn.Linear(6, 5), nn.ReLU(), nn.Linear(5, 4), nn.ReLU(), nn.Linear(4, 2))
    head, X = nn.Linear(5, 3), torch.randn(7, 6)
    expected = nn.Sequential(nn.Linear(6, 5), nn.ReLU(), nn.Linear(5, 3))
    names, output = student.run(inside.load_into_new, old, head, dict(expected.state_dict()), X)
    equal(names, ["0.weight", "0.bias", "2.weight", "2.bias"], what="list(reuse(old, head).state_dict())")
    close(output, expected(X), what="reuse(old, head)(X) after another state was loaded into it under these names")


def test_loads_two_layers(student):
    """A net that has loaded the first two layers from a file computes with them."""
    other = nn.Sequential(nn.Linear(6, 5), nn.Linear(5, 5), nn.Linear(5, 4))
    new, X = nn.Sequential(nn.Linear(6, 5), nn.Linear(5, 5), nn.Tanh()), torch.randn(7, 6)
    student.run(inside.save_state, other, "other.pt")
    output = student.run(inside.load_and_run, "other.pt", new, X)
    close(output, torch.tanh(other[1](other[0](X))), what="new(X) after load_first_two(path, new)")
