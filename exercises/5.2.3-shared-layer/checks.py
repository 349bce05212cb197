"""Hidden checks of 5.2.3: one layer at two places, followed through training."""

import copy
import math

import inside
import torch
from torch import nn

from grader.checks import close, differs, fail

SIZES = (5, 8, 3)


def seven_layers(sizes, second, third):
    """Return a net with these two layers at positions 2 and 4."""
    d_in, d_h, d_out = sizes
    return nn.Sequential(nn.Linear(d_in, d_h), nn.ReLU(), second, nn.ReLU(), third, nn.ReLU(), nn.Linear(d_h, d_out))


def tied_mlp(sizes):
    """Return a net with one layer at positions 2 and 4."""
    shared = nn.Linear(sizes[1], sizes[1])
    return seven_layers(sizes, shared, shared)


def untied_mlp(sizes):
    """Return a net with two different layers at positions 2 and 4."""
    return seven_layers(sizes, nn.Linear(sizes[1], sizes[1]), nn.Linear(sizes[1], sizes[1]))


def train(net, X, y, lr, steps):
    """Train by plain gradient descent on the mean squared error, and return what there is to be recorded."""
    records = []
    for _ in range(steps):
        net.zero_grad()
        loss = nn.functional.mse_loss(net(X), y)
        loss.backward()
        seen = {
            "weight2": net[2].weight,
            "weight4": net[4].weight,
            "grad2": net[2].weight.grad,
            "grad4": net[4].weight.grad,
        }
        records.append({"loss": loss.item(), **{key: value.detach().clone() for key, value in seen.items()}})
        with torch.no_grad():
            for parameter in net.parameters():
                parameter.sub_(lr * parameter.grad)
    return records


def task(sizes=SIZES, rows=20):
    """Return a random regression task in float64."""
    return torch.randn(rows, sizes[0], dtype=torch.float64), torch.randn(rows, sizes[2], dtype=torch.float64)


def untied_copy(net):
    """Return the judge's own untied twin."""
    twin = copy.deepcopy(net)
    twin[4] = copy.deepcopy(twin[2])
    return twin


def test_one_layer_at_two_places(student):
    """Values written into weight and bias at position 2 are there at position 4 as well, and the other way round."""
    for position in (2, 4):
        values = inside.values_of(tied_mlp(SIZES))
        found = student.run(inside.build_and_fill, SIZES, {at: values[at] for at in (0, position, 6)})
        what = f"weight and bias at the positions of the linear layers, after values were set at position {position},"
        close(found, values, what=what, means="copied")


def test_gradients_add_up(student):
    """There is one weight and one bias to train; its gradient is the sum over both positions."""
    net, X, y = tied_mlp(SIZES), torch.randn(20, 5), torch.randn(20, 3)
    values = inside.values_of(net)
    found = student.run(inside.build_and_differentiate, SIZES, values, X, y)
    for name, gradient in inside.gradients(net, X, y).items():
        close(found.get(name), gradient, what=f"the gradient of {name}")
    net.zero_grad()
    outputs = student.run(inside.build_and_decay, SIZES, values, X, y)
    what = "the list of outputs after each step of SGD with weight decay"
    close(outputs, inside.train_with_decay(net, X, y), what=what)


def test_tie_survives(student):
    """The layers stay one after deepcopy, after load_state_dict and after double."""
    values = inside.values_of(tied_mlp(SIZES))
    found = student.run(inside.build_and_copy, SIZES, values)
    for way in ("deepcopy", "load_state_dict", "double"):
        net = tied_mlp(SIZES)
        inside.fill(net, values)
        net = net.double() if way == "double" else net
        inside.change(net[2])
        what = f"weight and bias at the positions of the linear layers, after {way} and then a change at position 2,"
        close(found.get(way), inside.values_of(net), what=what)


def has_default_values(values, sizes):
    """Fail unless these look like what torch.nn.Linear starts from: uniform within 1 / sqrt(fan-in)."""
    for position, fan_in in ((0, sizes[0]), (2, sizes[1]), (6, sizes[1])):
        bound = 1 / math.sqrt(fan_in)
        for kind, value in zip(("weight", "bias"), values[position], strict=True):
            if not bool((value.abs() <= bound * (1 + 1e-5)).all()):
                fail(f"the {kind} at position {position} of a new net has an entry that nn.Linear does not start from")
        size = values[position][0].square().mean().sqrt().item()
        close(size, bound / math.sqrt(3), rtol=0.15, what=f"the size of a new weight's entries at position {position}")


def test_every_net_is_new(student):
    """Each call of make_tied_mlp makes new layers with PyTorch's initial values, drawn anew."""
    sizes = (40, 60, 30)
    values = inside.values_of(tied_mlp(sizes))
    answer = student.run(inside.build_two, sizes, values)
    first, second = answer["before"]
    for position in (0, 2, 6):
        what = f"the weight at position {position} of the second net, compared with that of the first,"
        differs(second[position][0], first[position][0], what=what)
    for own in (first, second):
        has_default_values(own, sizes)
    close(answer["second"], values, what="weight and bias at each position of a net after another was erased")


def test_records_of_a_tied_net(student):
    """Every record holds loss, weights and gradients as they were before that step, for a tied net."""
    # Wide enough that some unit answers: where none does, the output is one number, and no mistake in shapes shows.
    for sizes, lr, steps in ((SIZES, 0.1, 5), ((3, 32, 1), 0.05, 4)):
        net = tied_mlp(sizes).double()
        X, y = task(sizes)
        found = student.run(inside.records, net, X, y, lr, steps)
        close(found, train(net, X, y, lr, steps), what="the list of records")


def test_records_of_an_untied_net(student):
    """With two different layers at positions 2 and 4, each has its own weights and gradients in the records."""
    net = untied_mlp(SIZES).double()
    X, y = task()
    found = student.run(inside.records, net, X, y, 0.1, 4)
    close(found, train(net, X, y, 0.1, 4), what="the list of records")


def test_training_goes_on(student):
    """Training changes the net itself and ignores old gradients; a second training starts where the first ended."""
    net = tied_mlp(SIZES).double()
    X, y = task()
    answer = student.run(inside.records_and_output, net, X, y, 0.1, 3)
    expected = train(net, X, y, 0.1, 6)
    close(answer["records"], expected[3:], what="the list of records of the second training")
    close(answer["output"], net(X).detach(), what="the output after both trainings")


def test_twin_has_two_layers(student):
    """In the twin, each position has a gradient and a fate of its own."""
    net = tied_mlp(SIZES).double()
    X, y = task()
    found = student.run(inside.differentiate_twin, net, X, y)
    for name, gradient in inside.gradients(untied_copy(net), X, y).items():
        close(found.get(name), gradient, what=f"the gradient of the twin's {name}")
    for position in (2, 4):
        twin = untied_copy(net)
        inside.change(twin[position])
        answer = student.run(inside.change_twin, net, position, X)
        close(answer["twin"], twin(X).detach(), what=f"the twin's output after a change at position {position}")
    outputs = student.run(inside.train_twin, net, X, y)
    expected = inside.train_with_decay(untied_copy(net), X, y)
    close(outputs, expected, what="the list of the twin's outputs after each step of SGD with weight decay")


def test_twin_is_independent(student):
    """The twin shares nothing with the net: each survives when everything in the other is set to zero."""
    net = tied_mlp(SIZES).double()
    X, _ = task()
    expected = net(X).detach()
    what = "the output of the twin after the net was erased"
    close(student.run(inside.erase_one, net, X, erased="net"), expected, what=what)
    what = "the output of the net after the twin was erased"
    close(student.run(inside.erase_one, net, X, erased="twin"), expected, what=what)
    close(
        student.run(inside.change_twin, net, 2, X)["net"],
        expected,
        what="the output of the net after a change of the twin",
    )
    inputs = [X, X[:1]]
    what = "the list of outputs of the twin, twice for each input in every mode"
    close(student.run(inside.run_twin, net, inputs), inside.in_every_mode(net, inputs), what=what)
