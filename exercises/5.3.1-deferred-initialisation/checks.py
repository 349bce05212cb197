"""Hidden checks of 5.3.1: what is ready at once, what waits, and a look that disturbs neither."""

import io
import itertools

import inside
import torch
from torch import nn
from torch.nn.parameter import is_lazy

from grader.checks import close, equal, prediction


def statuses(net):
    """Return the status of each parameter, as torch itself knows it."""
    return ["lazy" if is_lazy(parameter) else "ready" for parameter in net.parameters()]


def draw(low, high):
    """Return a random whole number, at least `low` and less than `high`."""
    return int(torch.randint(low, high, ()))


def random_layer(d_in, d_out, bias=None):
    """Return a linear layer that is lazy or not, with a bias or without one."""
    bias = bool(draw(0, 2)) if bias is None else bias
    return nn.LazyLinear(d_out, bias=bias) if draw(0, 2) else nn.Linear(d_in, d_out, bias=bias)


def random_net(*widths):
    """Return a row of such layers."""
    return nn.Sequential(*[random_layer(d_in, d_out) for d_in, d_out in itertools.pairwise(widths)])


def statement_net():
    """Return a new copy of the net that the statement calls `net`."""
    return nn.Sequential(nn.Linear(20, 256), nn.ReLU(), nn.LazyLinear(10))


def error_of(action):
    """Return the class name of what `action()` raises, None where it raises nothing."""
    try:
        action()
    except Exception as error:  # noqa: BLE001  its class is what was asked for
        return type(error).__name__
    return None


def truth_of_early_optimizer():
    """Tell whether an optimizer that was made before the first forward propagation trains the lazy layer."""
    net = statement_net()
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    loss = net(torch.ones(2, 20)).sum()
    before = net[2].weight.detach().clone()
    loss.backward()
    optimizer.step()
    return not torch.equal(net[2].weight, before)


def truth_of_seed():
    """Tell whether a lazy layer draws the values that a sized one draws from the same seed."""
    state = torch.get_rng_state()
    torch.manual_seed(1)
    full = nn.Linear(20, 10)
    torch.manual_seed(1)
    lazy = nn.LazyLinear(10)
    lazy(torch.ones(2, 20))
    torch.set_rng_state(state)
    return torch.equal(full.weight, lazy.weight)


def truth_of_saved_state():
    """Tell whether torch.load, called with nothing but the file, returns the state of the new net."""
    file = io.BytesIO()
    torch.save(statement_net().state_dict(), file)
    file.seek(0)
    return error_of(lambda: torch.load(file)) is None


def truth_of_failed_forward():
    """Tell whether a forward propagation that fails leaves all lazy parameters lazy."""
    broken = nn.Sequential(nn.LazyLinear(8), nn.LazyLinear(4), nn.Linear(5, 2), nn.LazyLinear(3))
    before = statuses(broken)
    if error_of(lambda: broken(torch.ones(2, 20))) is None:
        raise AssertionError("the statement says that this net fails")
    return statuses(broken) == before


def truths():
    """Watch what happens to the nets of the statement, new ones for each line."""
    run, loaded, layer = statement_net(), statement_net(), nn.LazyLinear(3)
    run(torch.ones(2, 20))
    loaded.load_state_dict(nn.Sequential(nn.Linear(20, 256), nn.ReLU(), nn.Linear(256, 10)).state_dict())
    layer(torch.ones(2, 4))
    return {
        "before": statuses(statement_net()),
        "after": statuses(run),
        "shape_error": error_of(lambda: statement_net()[2].weight.shape),
        "numel_error": error_of(statement_net()[2].weight.numel),
        "class_after": type(run[2]).__name__,
        "after_loading": statuses(loaded),
        "class_after_loading": type(loaded[2]).__name__,
        "counts_as_linear": isinstance(statement_net()[2], nn.Linear),
        "early_optimizer_trains": truth_of_early_optimizer(),
        "same_seed_same_values": truth_of_seed(),
        "saved_state_opens": truth_of_saved_state(),
        "failed_forward_changes_nothing": truth_of_failed_forward(),
        "second_width_is_accepted": error_of(lambda: layer(torch.ones(2, 5))) is None,
    }


def sizes(parameters):
    """Return the shape of each parameter, None where it has none yet."""
    return [None if is_lazy(parameter) else tuple(parameter.shape) for parameter in parameters]


def test_build_before_first_forward(student):
    """build() leaves one width out: the last layer's values are drawn when X comes, and no others."""
    seeds, X = [draw(0, 2**31), draw(0, 2**31)], torch.randn(3, 20)
    found = student.run(inside.build_and_run, seeds, X)
    equal(
        sizes(found["new"]), sizes(statement_net().parameters()), what="the shapes in a new net, None where it is lazy"
    )
    with torch.random.fork_rng():
        torch.manual_seed(seeds[0])
        net = statement_net()
        torch.manual_seed(seeds[1])
        net(X)
    equal(values(found["run"]), values(net.parameters()), what="the values after the first forward propagation")


def values(parameters):
    """Return the values of parameters, as plain tensors."""
    return [parameter.detach() for parameter in parameters]


def test_build_after_first_forward(student):
    """The first forward propagation completes the net, which computes linear, ReLU, linear."""
    inputs, net = [torch.randn(6, 20), torch.randn(1, 20)], statement_net()
    net(inputs[0])
    drawn = [torch.randn(parameter.shape) / 4 for parameter in net.parameters()]
    answer = student.run(inside.run_with, torch.randn(3, 20), drawn, inputs)
    equal(sizes(answer["parameters"]), sizes(drawn), what="the shapes after the first forward propagation")
    weight1, bias1, weight2, bias2 = drawn
    for X, outputs in zip(inputs, answer["outputs"], strict=True):
        expected = torch.relu(X @ weight1.T + bias1) @ weight2.T + bias2
        close(outputs, (expected, expected), what=f"build()(X) in both modes for {len(X)} examples, with other values")


def test_predictions(student):
    """Everything that you predicted happens."""
    prediction(student.literal("predict"), truths())


def test_status_of_many_nets(student):
    """Status is right for lazy, sized and mixed nets of any build."""
    frozen = nn.Sequential(nn.Linear(4, 5), nn.ReLU(), nn.Linear(5, 3)).requires_grad_(False)
    nets = {
        "an all-lazy net": nn.Sequential(nn.LazyLinear(5), nn.ReLU(), nn.LazyLinear(3, bias=False)),
        "a net of its own parameters": inside.Branches(random_layer(4, 3), random_layer(4, 3)),
        "a net without parameters": nn.Sequential(nn.Flatten(), nn.ReLU()),
        "a convolutional net": nn.Sequential(nn.LazyConv2d(4, 3), nn.ReLU(), nn.Conv2d(4, 2, 1), nn.LazyLinear(3)),
        "a net with batch normalization": nn.Sequential(nn.LazyBatchNorm1d(), nn.Linear(4, 3), nn.BatchNorm1d(3)),
        "a nested net": inside.Branches(nn.Sequential(random_net(4, 5), random_net(5, 6, 3)), frozen),
        "a row of layers": random_net(*[draw(2, 10) for _ in range(12)]),
    }
    for name, net in nets.items():
        equal(student.status(net), statuses(net), what=f"the status of {name}", sequence=True)


def test_status_over_time(student):
    """Status follows a net through a forward propagation, and through one that fails half way."""
    for breaks in (False, True):
        name = "a forward propagation" + " that failed half way" * breaks
        X, widths = torch.randn(4, draw(2, 10)), [draw(2, 10) for _ in range(9)]
        layers = [random_layer(d_in, d_out) for d_in, d_out in itertools.pairwise([X.shape[1], *widths])]
        layers[draw(0, 3)], layers[-1] = nn.LazyLinear(widths[0]), nn.LazyLinear(3)
        layers = refit(layers, X.shape[1])
        if breaks:
            position = draw(4, 8)
            layers[position] = nn.Linear(layers[position - 1].out_features + 1, layers[position].out_features)
        net = nn.Sequential(*layers)
        seen = student.run(inside.statuses_around_forward, net, X)
        equal(seen["before"], statuses(net), what=f"status before {name}", sequence=True)
        if (error_of(lambda net=net, X=X: net(X)) is not None) != breaks:
            raise AssertionError("the net that shall fail, and no other, fails")
        equal(seen["after"], statuses(net), what=f"status after {name}", sequence=True)


def refit(layers, width):
    """Return layers of the same kinds, each of which takes what the one in front of it returns."""
    fitting = []
    for layer in layers:
        bias = layer.bias is not None
        lazy = isinstance(layer, nn.LazyLinear)
        fitting.append(
            nn.LazyLinear(layer.out_features, bias=bias) if lazy else nn.Linear(width, layer.out_features, bias=bias)
        )
        width = layer.out_features
    return fitting


def test_status_after_loading(student):
    """A parameter that was loaded is ready, though its layer is still a LazyLinear."""
    for name in ("the whole state", "a part of the state", "another part of the state"):
        widths = [draw(2, 10) for _ in range(6)]
        layers = [random_layer(d_in, d_out, bias=True) for d_in, d_out in itertools.pairwise(widths)]
        waiting, loaded = draw(0, 5), ("weight", "bias")[draw(0, 2)]
        layers[waiting] = nn.LazyLinear(3)
        net, full = nn.Sequential(*refit(layers, 4)), nn.Sequential(*refit(layers, 4))
        full(torch.randn(2, 4))
        state = full.state_dict()
        if name != "the whole state":
            # Of one lazy layer one of both parameters, of the others any.
            state = {
                key: value
                for key, value in state.items()
                if (key == f"{waiting}.{loaded}" if key.startswith(f"{waiting}.") else draw(0, 2))
            }
        said = student.run(inside.status_after_loading, net, state)
        net.load_state_dict(state, strict=False)
        equal(said, statuses(net), what=f"status after loading {name}", sequence=True)


def test_status_runs_nothing(student):
    """Status runs no forward propagation, neither of the net nor of a copy."""
    runs, widths = [], list(itertools.pairwise([draw(2, 10) for _ in range(9)]))
    kinds = [*(bool(draw(0, 2)) for _ in widths[1:]), True]
    said = student.run(inside.status_of_reporting, student.callback(lambda: runs.append(1)), widths, kinds)
    equal(len(runs), 0, what="the number of times that a layer was run")
    expected = ["lazy" if kind else "ready" for kind in kinds for _ in range(2)]
    equal(said, expected, what="the status", sequence=True)


def test_status_changes_nothing(student):
    """After a look, the first forward propagation still takes any width and draws the values it would have drawn."""
    for d_in in (draw(2, 10), draw(10, 30)):
        net = nn.Sequential(nn.LazyLinear(5), nn.Tanh(), nn.Dropout(0.5), random_layer(5, 4), random_layer(4, 3))
        X, seed = torch.randn(6, d_in), draw(0, 2**31)
        seen = student.run(inside.look_and_run, net, seed, X)
        equal(seen["status"], statuses(net), what="the status, twice", sequence=True)
        with torch.random.fork_rng():
            torch.manual_seed(seed)
            close(seen["output"], net(X), what=f"net(X) after status(net), for width {d_in}")
            equal(seen["next"], torch.rand(1), what="the next random number")


def test_status_lists_each_parameter_once(student):
    """A parameter at several places is listed once; buffers are not listed."""
    shared, tied = nn.LazyLinear(4), nn.Linear(4, 4)
    tied.bias = shared.bias
    norms = nn.Sequential(nn.LazyBatchNorm1d(affine=False), nn.BatchNorm1d(4, affine=False))
    around = [random_net(*[draw(2, 10) for _ in range(5)]) for _ in range(2)]
    net = nn.Sequential(
        around[0], shared, nn.ReLU(), shared, norms, tied, around[1], around[0][1], nn.LazyLinear(3), shared
    )
    equal(student.status(net), statuses(net), what="the status of a net with repeated layers", sequence=True)
