"""The checks that you may read and run yourself."""

import copy

import inside
import torch
from torch import nn

from grader.checks import Mistake, close, equal, shape


def seven_layers(sizes, second, third):
    """Return a net with these two layers at positions 2 and 4."""
    d_in, d_h, d_out = sizes
    return nn.Sequential(nn.Linear(d_in, d_h), nn.ReLU(), second, nn.ReLU(), third, nn.ReLU(), nn.Linear(d_h, d_out))


def tied_mlp(sizes):
    """Return a net with one layer at positions 2 and 4."""
    shared = nn.Linear(sizes[1], sizes[1])
    return seven_layers(sizes, shared, shared)


def test_net_computes(student):
    """The net is a Sequential of seven modules and computes, in every mode, what these compute in a row."""
    expected = [(8, 5), None, (8, 8), None, (8, 8), None, (3, 8)]
    what = "the list of shapes of the weights of the modules of make_tied_mlp(5, 8, 3)"
    equal(student.run(inside.sizes_of_weights, (5, 8, 3)), expected, what=what)
    net, inputs = tied_mlp((5, 8, 3)), [torch.randn(20, 5), torch.randn(1, 5)]
    outputs = student.run(inside.build_and_run, (5, 8, 3), inside.values_of(net), inputs)
    mistakes = [
        Mistake(
            inside.in_every_mode(
                copy.deepcopy(nn.Sequential(*(layer for at, layer in enumerate(net) if at != left_out))), inputs
            ),
            en=f"It is what comes out without the ReLU at position {left_out}.",
            zh=f"这是去掉位置 {left_out} 的 ReLU 之后的输出。",
        )
        for left_out in (1, 3, 5)
    ]
    what = "the list of outputs of make_tied_mlp(5, 8, 3), twice for each input in every mode"
    close(outputs, inside.in_every_mode(net, inputs), what=what, mistakes=mistakes)


def test_one_record_a_step(student):
    """Two steps of training give two records with five entries each."""
    net, X, y = tied_mlp((5, 4, 3)), torch.randn(6, 5), torch.randn(6, 3)
    found = student.run(inside.records, net, X, y, 0.1, 2)
    equal(len(found), 2, what="the number of records")
    equal(sorted(found[0]), ["grad2", "grad4", "loss", "weight2", "weight4"], what="the list of keys of a record")
    for record in found:
        number = Mistake("Tensor", rule="tensor_for_number")
        equal(type(record["loss"]).__name__, "float", what="the type of a record's 'loss'", mistakes=[number])
        for key in ("weight2", "weight4", "grad2", "grad4"):
            shape(record[key], (4, 4), what=f"{key!r} of a record")


def test_twin_computes_the_same(student):
    """The untied twin gives the same output as the net."""
    net, X = tied_mlp((5, 4, 3)), torch.randn(6, 5)
    close(student.untied_twin(net)(X), net(X), what="untied_twin(net)(X)")
