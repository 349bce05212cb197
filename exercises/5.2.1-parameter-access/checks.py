"""Hidden checks of 5.2.1: parameters by their paths, and tensors that nobody registered."""

from collections import OrderedDict

import inside
import torch
from torch import nn

from grader.checks import close, equal, origin, raises

NAMES = ("0", "10", "body", "head_2", "weight", "linearly", "bias_net")


def parameters_by_path(net):
    """Return what layer_params is to return."""
    found = {}
    for path, module in net.named_modules(remove_duplicate=False):
        own = dict(module.named_parameters(recurse=False))
        if own:
            found[path] = own
    return found


def parameter_at(net):
    """Return a function that finds the parameter of a path and a name."""
    return lambda place: parameters_by_path(net)[place[0]][place[1]]


def train(net, X, Y):
    """Return the outputs of `net` after each step of SGD on the mean squared error."""
    optimizer = torch.optim.SGD(net.parameters(), lr=inside.LEARNING_RATE)
    outputs = []
    for _ in range(inside.STEPS):
        optimizer.zero_grad()
        nn.functional.mse_loss(net(X), Y).backward()
        optimizer.step()
        outputs.append(net(X).detach())
    return outputs


def random_name():
    """Return a name that nobody can know."""
    return "hidden_" + "".join(chr(ord("a") + int(letter)) for letter in torch.randint(26, (8,)))


def random_nest(depth):
    """Return a net of width 4 with random names, nested `depth` levels deep along one of its branches."""
    names = [NAMES[index] for index in torch.randperm(len(NAMES))[:4].tolist()]
    deeper = random_nest(depth - 1) if depth > 1 else nn.Linear(4, 4)
    parts = [inside.Shifted(4), nn.Tanh(), nn.LayerNorm(4), deeper]
    order = torch.randperm(4).tolist()
    return nn.Sequential(OrderedDict((name, parts[index]) for name, index in zip(names, order, strict=True)))


def net_with_repetitions():
    """Return a net that runs one layer at two positions, and ties the weight of a third to it."""
    shared, tied = nn.Linear(4, 4), nn.Linear(4, 4)
    tied.weight = shared.weight
    return nn.Sequential(shared, nn.Tanh(), nn.Sequential(shared, nn.Tanh()), tied)


def own_and_nested():
    """Return a net whose root owns no parameter, with an inner module that owns one and has a child as well."""
    return nn.Sequential(inside.Scaled(4), nn.Tanh(), nn.ModuleDict({"inner": inside.Scaled(3)}))


def test_nested_layers(student):
    """Every parameter stands under the full path of its module, however deep that is."""
    net = inside.NestMLP()
    equal(student.run(inside.listing, net), parameters_by_path(net), what="layer_params(NestMLP())")
    named = nn.ModuleDict({"weight": nn.Linear(3, 2), "bias_net": nn.Sequential(nn.Linear(2, 4))})
    net = nn.ModuleDict({"block": named, "weight": nn.Linear(2, 3)})  # such names at the top, and below another one
    equal(student.run(inside.listing, net), parameters_by_path(net), what="layer_params(net) of a net with such names")
    net = random_nest(4)
    equal(student.run(inside.listing, net), parameters_by_path(net), what="layer_params(net) of a deep net")
    net, other = inside.NestMLP(), nn.Sequential(nn.Linear(32, 4), nn.Linear(4, 2))
    found = student.run(inside.list_after_change, net, "linear", other)
    net.linear = other
    equal(found, parameters_by_path(net), what="layer_params(net) after a layer of the net was replaced")


def test_hands_back_the_parameters(student):
    """What comes back are the net's own parameters: an optimizer that gets them trains the net."""
    net, X, Y = random_nest(2), torch.randn(6, 4), torch.randn(6, 4)
    outputs = student.run(inside.train, net, X, Y)
    close(outputs, train(net, X, Y), what="the list of outputs after each step of SGD on what layer_params returned")
    net = net_with_repetitions()
    known = [(path, name) for path, own in parameters_by_path(net).items() for name in own]
    listed, outputs = student.run(inside.step_each_listed, net, known, X, Y)
    places = [place for place in known if place in listed]  # whether all are there is a matter of other checks
    what = "the list of outputs after a step of SGD for each parameter that layer_params returned"
    close(outputs, inside.step_each(net, parameter_at(net), places, X, Y), what=what)


def test_modules_with_children(student):
    """A module that owns parameters is listed although it has children, and so is the net itself."""
    for net in (own_and_nested(), inside.Scaled(5), nn.Linear(3, 2)):
        what = f"layer_params(net) of a {type(net).__name__}"
        equal(student.run(inside.listing, net), parameters_by_path(net), what=what)
    net = nn.ModuleDict({"attention": nn.MultiheadAttention(4, 2)})
    equal(student.run(inside.listing, net), parameters_by_path(net), what="layer_params(net) of a net with attention")


def test_repeated_parameters(student):
    """A parameter that can be reached by several paths is listed under each of them, and is one parameter."""
    net, X = net_with_repetitions(), torch.randn(6, 4)
    equal(student.run(inside.listing, net), parameters_by_path(net), what="layer_params(net) of a net with repetitions")
    places = [("0", "weight"), ("2.0", "weight"), ("3", "weight"), ("0", "bias"), ("2.0", "bias"), ("3", "bias")]
    outputs = student.run(inside.halve_listed, net, places, X)
    expected = inside.halve(net, parameter_at(net), places, X)
    close(outputs, expected, what="the list of outputs after halving each parameter that layer_params returned")


def test_unusual_parameters(student):
    """Missing biases and buffers are omitted; frozen parameters and those of lazy layers are listed as they are."""
    net = nn.Sequential(nn.Linear(4, 3, bias=False), nn.BatchNorm1d(3), nn.Linear(3, 2))
    net[0].scale = torch.randn(3)  # a tensor that is no parameter
    net[2].requires_grad_(False)
    found = student.run(inside.listing, net)
    equal(found, parameters_by_path(net), what="layer_params(net)")
    equal(found["2"]["weight"].requires_grad, False, what="requires_grad of a frozen weight")
    found = student.run(inside.listing, nn.Sequential(nn.LazyLinear(3), nn.ReLU(), nn.LazyLinear(2, bias=False)))
    kinds = {
        path: {name: getattr(origin(value), "is_lazy", False) for name, value in own.items()}
        for path, own in found.items()
    }
    expected = {"0": {"weight": True, "bias": True}, "2": {"weight": True}}
    equal(kinds, expected, what="for each parameter of a lazy net, whether it is listed uninitialized,")


def test_paths_lead_to_parameters(student):
    """get_by_path finds the parameter itself: in nested nets, in the net itself, by each of several paths."""
    X, Y = torch.randn(6, 4), torch.randn(6, 4)
    for net in (random_nest(3), net_with_repetitions()):
        values = dict(net.named_parameters(remove_duplicate=False))
        outputs = student.run(inside.step_each_path, net, list(values), X, Y)
        what = "the list of outputs after a step of SGD for each parameter that get_by_path returned"
        close(outputs, inside.step_each(net, values.get, values, X, Y), what=what)
    net = inside.Scaled(4)
    equal(student.get_by_path(net, "scale"), net.scale, what='get_by_path(net, "scale")')
    equal(student.get_by_path(net, "layer.bias"), net.layer.bias, what='get_by_path(net, "layer.bias")')


def test_paths_to_anything_else(student):
    """get_by_path raises an error where the path leads to no parameter."""
    net = nn.Sequential(nn.Linear(4, 3, bias=False), nn.BatchNorm1d(3), inside.Shifted(3))
    found = student.get_by_path(net, "2.layer.weight")
    equal(found, net[2].layer.weight, what='get_by_path(net, "2.layer.weight")')
    for path in ("1.wieght", "5.weight", "weight", "2", "2.layer", "0.bias", "1.running_mean", "2.shift"):
        with raises((KeyError, IndexError, AttributeError)):
            student.get_by_path(net, path)


def test_untracked_everywhere(student):
    """Every tensor that is an attribute of some module is found, unless it is a parameter or a buffer."""
    own = ["mask", "steps", "trained"]
    shared = inside.Shifted(3)
    name, other = random_name(), random_name()
    deep = nn.Linear(3, 3)
    setattr(deep, name, torch.randn(2))
    net = nn.Sequential(shared, nn.Sequential(inside.Mixture(), shared, deep), nn.BatchNorm1d(3))
    setattr(net, other, torch.randn(3))
    for one, paths in (
        (inside.Mixture(), own),
        (net, ["0.shift", *(f"1.0.{attribute}" for attribute in own), "1.1.shift", f"1.2.{name}", other]),
        (inside.NestMLP(), []),
    ):
        what = "the list of paths of untracked_tensors(net), each with its tensor,"
        equal(student.run(inside.untracked, one), [(path, inside.follow(one, path)) for path in paths], what=what)


def test_track(student):
    """After track, the tensors are buffers: they are saved and loaded, follow double(), and are not trained."""
    net, other, X = inside.FancyMLP(), inside.FancyMLP(), torch.rand(2, 20)
    expected = net(X).detach()
    output = student.run(inside.track_and_load, net, other, X)
    close(output, expected, what="the output of a second FancyMLP that loaded the state")
    shared = inside.Shifted(3)
    net = nn.Sequential(shared, nn.Tanh(), nn.Sequential(inside.Scaled(3), inside.Shifted(3)), shared)
    X, first, second = (torch.randn(sizes, dtype=torch.float64) for sizes in ((5, 3), 3, 3))
    values = {"0.shift": first, "2.1.shift": second, "3.shift": first}
    outputs = student.run(inside.track_and_rewrite, net, values, X)
    net.double()
    shared.shift, net[2][1].shift = first, second
    expected = [net(X).detach()]
    for parameter in net.parameters():
        nn.init.zeros_(parameter)
    what = "the list of outputs after track(net), double() and new values for the shifts in the state, without and with"
    close(outputs, [*expected, net(X).detach()], what=f"{what} all parameters at zero,")
