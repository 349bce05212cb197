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


def random_layer(d_in, d_out):
    """Return a linear layer that is lazy or not, with a bias or without one."""
    lazy, bias = bool(draw(0, 2)), bool(draw(0, 2))
    return nn.LazyLinear(d_out, bias=bias) if lazy else nn.Linear(d_in, d_out, bias=bias)


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
    """build() leaves one width out, and only that one."""
    found = student.run(inside.parameters_of_new_net, torch.randn(3, 20))
    equal(sizes(found), sizes(statement_net().parameters()), what="the shapes in the new net, None where it is lazy")


def test_build_after_first_forward(student):
    """The first forward propagation completes the net, which computes linear, ReLU, linear."""
    X = torch.randn(6, 20)
    answer = student.run(inside.run_new_net, torch.randn(3, 20), X)
    net = statement_net()
    net(X)
    equal(sizes(answer["parameters"]), sizes(net.parameters()), what="the shapes after the first forward propagation")
    net.load_state_dict(dict(zip(net.state_dict(), answer["parameters"], strict=True)))
    close(answer["output"], net(X), what="build()(X), compared with a net of the same weights")


def test_predictions(student):
    """Everything that you predicted happens."""
    prediction(student.literal("predict"), truths())


def test_status_of_many_nets(student):
    """Status is right for lazy, sized and mixed nets of any build."""
    frozen = nn.Sequential(nn.Linear(4, 5), nn.ReLU(), nn.Linear(5, 3)).requires_grad_(False)
    nets = {
        "an all-lazy net": nn.Sequential(nn.LazyLinear(5), nn.ReLU(), nn.LazyLinear(3, bias=False)),
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
    whole = nn.Sequential(nn.LazyLinear(5), nn.Tanh(), nn.Linear(5, 4), nn.LazyLinear(3))
    broken = nn.Sequential(nn.LazyLinear(5, bias=False), nn.LazyLinear(7), nn.Linear(6, 4), nn.LazyLinear(3))
    for net, name in ((whole, "a forward propagation"), (broken, "a forward propagation that failed half way")):
        X = torch.randn(4, draw(2, 10))
        seen = student.run(inside.statuses_around_forward, net, X)
        before = statuses(net)
        equal(seen["failed"], error_of(lambda net=net, X=X: net(X)) is not None, what="whether net(X) fails")
        equal(seen["before"], before, what=f"status before {name}", sequence=True)
        equal(seen["after"], statuses(net), what=f"status after {name}", sequence=True)


def test_status_after_loading(student):
    """A parameter that was loaded is ready, though its layer is still a LazyLinear."""
    full = nn.Sequential(nn.Linear(4, 5), nn.ReLU(), nn.Linear(5, 3))
    for name, keys in (
        ("the whole state", ["0.weight", "0.bias", "2.weight", "2.bias"]),
        ("the last layer's bias alone", ["2.bias"]),
        ("the first layer's weight and the last layer's bias", ["0.weight", "2.bias"]),
    ):
        net, state = nn.Sequential(nn.LazyLinear(5), nn.ReLU(), nn.LazyLinear(3)), full.state_dict()
        state = {key: state[key] for key in keys}
        said = student.run(inside.status_after_loading, net, state)
        net.load_state_dict(state, strict=False)
        equal(said, statuses(net), what=f"status after loading {name}", sequence=True)


def test_status_runs_nothing(student):
    """Status runs no forward propagation, neither of the net nor of a copy."""
    runs, widths = [], [draw(2, 10) for _ in range(3)]
    said = student.run(inside.status_of_reporting, student.callback(lambda: runs.append(1)), widths)
    equal(len(runs), 0, what="the number of times that a layer was run")
    equal(said, ["lazy"] * 6, what="the status", sequence=True)


def test_status_changes_nothing(student):
    """After a look, the first forward propagation still takes any width and draws the values it would have drawn."""
    for d_in in (draw(2, 10), draw(10, 30)):
        net = nn.Sequential(nn.LazyLinear(5), nn.Tanh(), nn.Dropout(0.5), nn.LazyLinear(3))
        X, seed = torch.randn(6, d_in), draw(0, 2**31)
        seen = student.run(inside.look_and_run, net, seed, X)
        torch.manual_seed(seed)
        close(seen["output"], net(X), what=f"net(X) after status(net), for width {d_in}")
        equal(seen["next"], torch.rand(1), what="the next random number")


def test_status_lists_each_parameter_once(student):
    """A parameter at several places is listed once; buffers are not listed."""
    shared, tied = nn.LazyLinear(4), nn.Linear(4, 4)
    tied.bias = shared.bias
    norms = nn.Sequential(nn.LazyBatchNorm1d(affine=False), nn.BatchNorm1d(4, affine=False))
    net = nn.Sequential(shared, nn.ReLU(), shared, norms, tied, nn.LazyLinear(3), shared)
    equal(student.status(net), statuses(net), what="the status of a net with a repeated layer", sequence=True)
