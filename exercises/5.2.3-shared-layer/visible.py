"""The checks that you may read and run yourself."""

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
    """The net is a Sequential of seven layers and computes what these layers compute in a row."""
    X = torch.randn(20, 5)
    answer = student.run(inside.build, (5, 8, 3), X)
    net = seven_layers((5, 8, 3), nn.Linear(8, 8), nn.Linear(8, 8))
    equal(sorted(answer["state"]), sorted(net.state_dict()), what="the list of keys of net.state_dict()")
    for key, value in net.state_dict().items():
        shape(answer["state"][key], value.shape, what=f"{key} of make_tied_mlp(5, 8, 3)")
    net.load_state_dict(answer["state"])
    mistakes = [
        Mistake(
            nn.Sequential(*(layer for place, layer in enumerate(net) if place != left_out))(X).detach(),
            en=f"It is what comes out without the ReLU at position {left_out}.",
            zh=f"这是去掉位置 {left_out} 的 ReLU 之后的输出。",
        )
        for left_out in (1, 3, 5)
    ]
    close(answer["output"], net(X).detach(), what="the output of make_tied_mlp(5, 8, 3)", mistakes=mistakes)


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
