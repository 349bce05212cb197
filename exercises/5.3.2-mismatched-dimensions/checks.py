"""Hidden checks of 5.3.2: a mismatch is found where the data arrives, and told from the widths beforehand."""

import itertools
import re
import warnings

import inside
import torch
from torch import nn
from torch.nn.parameter import is_lazy

from grader.checks import close, equal, prediction, raises

SHAPES = re.compile(r"\((\d+)x(\d+) and (\d+)x(\d+)\)")


def draw(low, high):
    """Return a random whole number, at least `low` and less than `high`."""
    return int(torch.randint(low, high, ()))


def different_widths(count):
    """Return `count` random widths, no two of them equal."""
    return [int(width) + 2 for width in torch.randperm(30)[:count]]


def two_layers(d_in, d_hidden, d_expected, d_out):
    """Return the judge's own net of two layers."""
    return nn.Sequential(nn.Linear(d_in, d_hidden), nn.ReLU(), nn.Linear(d_expected, d_out))


def sizes(parameters):
    """Return the shape of each parameter, None where it has none yet."""
    return [None if is_lazy(parameter) else tuple(parameter.shape) for parameter in parameters]


def rebuild(parameters, *widths):
    """Return the judge's own net of these widths, with the parameters that came."""
    net = two_layers(*widths)
    equal(sizes(parameters), sizes(net.parameters()), what="the shapes of the net's parameters")
    net.load_state_dict(dict(zip(net.state_dict(), parameters, strict=True)))
    return net


def error_of(action):
    """Return what `action()` raises, None where it raises nothing."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            action()
    except Exception as error:  # noqa: BLE001  its class and message are what was asked for
        return error
    return None


def class_of_error(action):
    """Return the class name of what `action()` raises, None where it raises nothing."""
    error = error_of(action)
    return None if error is None else type(error).__name__


def matrices(error):
    """Return the two shapes in the message of a refused multiplication."""
    found = SHAPES.search(str(error))
    if found is None:
        raise AssertionError(f"PyTorch names no shapes: {error}")
    rows1, columns1, rows2, columns2 = map(int, found.groups())
    return (rows1, columns1), (rows2, columns2)


def mismatch(layers, shape):
    """Run linear layers in a row; return where PyTorch refuses to go on, and with which shapes."""
    X = torch.zeros(shape)
    for position, (d_in, d_out) in enumerate(layers):
        layer = nn.Linear(d_in, d_out)
        error = error_of(lambda layer=layer, X=X: layer(X))
        if error is not None:
            mat1, mat2 = matrices(error)
            return {"layer": position, "mat1": mat1, "mat2": mat2}
        X = torch.relu(layer(X))
    return None


def random_net(count, *broken):
    """Return the widths of `count` layers, and that of X; the layers at positions in `broken` expect another one."""
    widths = different_widths(count + 1)
    layers = list(itertools.pairwise(widths))
    for position in broken:
        d_in, d_out = layers[position]
        layers[position] = (d_in + draw(1, 9), d_out)
    return layers, widths[0]


def truths():
    """Run what the statement asks about."""
    X, ran = torch.ones(2, 20), []
    built = error_of(lambda: two_layers(20, 256, 128, 10))
    net = two_layers(20, 256, 128, 10)
    net[0].register_forward_hook(lambda *_: ran.append(True))
    error = error_of(lambda: net(X))
    mat1, mat2 = matrices(error)
    lazy = nn.LazyLinear(3)
    lazy(torch.ones(2, 4))
    return {
        "raises_at": "forward" if built is None else "construction",
        "exception": type(error).__name__,
        "mat1": mat1,
        "mat2": mat2,
        "first_layer_runs": bool(ran),
        "single_example_raises": error_of(lambda: nn.Linear(4, 3)(torch.ones(4))) is not None,
        "three_dimensions_raise": error_of(lambda: nn.Linear(4, 3)(torch.ones(2, 5, 4))) is not None,
        "transposed_input_raises": error_of(lambda: nn.Linear(4, 3)(torch.ones(4, 2))) is not None,
        "second_width_raises": error_of(lambda: lazy(torch.ones(2, 5))) is not None,
        "loss_raises": error_of(lambda: nn.functional.mse_loss(torch.ones(4, 1), torch.ones(4))) is not None,
        "dtype_error": class_of_error(lambda: nn.Linear(4, 3)(torch.ones(2, 4, dtype=torch.float64))),
        "channels_error": class_of_error(lambda: nn.Conv2d(3, 8, 3)(torch.ones(2, 4, 8, 8))),
        "features_error": class_of_error(lambda: nn.BatchNorm1d(5)(torch.ones(2, 4))),
        "batch_of_one_error": class_of_error(lambda: nn.BatchNorm1d(4)(torch.ones(1, 4))),
        "index_error": class_of_error(lambda: nn.Embedding(10, 3)(torch.tensor([10]))),
    }


def test_bad_net_fails_in_multiplication(student):
    """A net of widths that do not fit can be made, and PyTorch refuses to run it, naming the widths."""
    for _ in range(2):
        widths, rows = different_widths(4), draw(2, 9)
        X = torch.randn(rows, widths[0])
        error = error_of(lambda widths=widths, X=X: two_layers(*widths)(X))
        net = student.build_bad(*widths)
        with raises(type(error), match=re.escape(SHAPES.search(str(error))[0])):
            net(X)


def test_first_layer_runs(student):
    """What stands in front of the mismatch has been computed when the error is raised."""
    widths = different_widths(4)
    X = torch.randn(draw(2, 9), widths[0])
    answer = student.run(inside.run_watched, widths, X)
    net = rebuild(answer["parameters"], *widths)
    equal(answer["failed"], True, what="whether the net raises a RuntimeError")
    close(answer["outputs"], [net[0](X).detach()], what="the outputs of the layers that ran")


def test_fitting_widths_compute(student):
    """Where the widths fit, the net computes linear, ReLU, linear."""
    d_in, d_hidden, d_out = different_widths(3)
    X = torch.randn(draw(2, 9), d_in)
    answer = student.run(inside.run, "build_bad", (d_in, d_hidden, d_hidden, d_out), X)
    net = rebuild(answer["parameters"], d_in, d_hidden, d_hidden, d_out)
    close(answer["output"], net(X), what="the output, compared with a net of the same weights")


def test_predictions(student):
    """Everything that you predicted happens."""
    prediction(student.literal("predict"), truths())


def test_good_net_waits(student):
    """The first layer of a good net has no weight before the first forward propagation."""
    weight, *_ = student.run(inside.parameters_of_good_net, different_widths(2))
    equal(is_lazy(weight), True, what="whether the first weight of the new net is lazy")


def test_good_net_fits_any_width(student):
    """A good net takes its input width from its first input, and computes linear, ReLU, linear."""
    for d_in in (1, draw(2, 10), draw(30, 60)):
        d_hidden, d_out = different_widths(2)
        X = torch.randn(draw(2, 9), d_in)
        answer = student.run(inside.run, "build_good", (d_hidden, d_out), X)
        net = rebuild(answer["parameters"], d_in, d_hidden, d_hidden, d_out)
        close(answer["output"], net(X), what=f"the output for width {d_in}, compared with a net of the same weights")


def test_good_net_keeps_its_width(student):
    """After its first input, a good net is as strict as any other, and computes what it did."""
    d_in, other, d_hidden, d_out = different_widths(4)
    X, net = torch.randn(draw(2, 9), d_in), student.build_good(d_hidden, d_out)
    first = net(X).detach()
    with raises(RuntimeError, match="cannot be multiplied"):
        net(torch.randn(2, other))
    close(net(X), first, what="net(X), compared with the first net(X)")


def test_mismatch_is_found(student):
    """find_mismatch names the first layer that fails, and both shapes, for nets of one to six layers."""
    for count, *broken in ((draw(1, 7),), (3, 1), (6, 2, 4), (1, 0), (draw(2, 7), 0), (4, 3), (5, 0, 3)):
        layers, width = random_net(count, *broken)
        compare_mismatch(student, layers, (draw(2, 9), width))


def test_mismatch_for_other_inputs(student):
    """Single examples, and inputs of three and four dimensions, run or fail as they do in PyTorch."""
    for leading in ((), (1,), (draw(2, 5), draw(2, 5)), (2, draw(2, 5), 3)):
        for broken in ((), (2,), (0,)):
            layers, width = random_net(4, *broken)
            compare_mismatch(student, layers, (*leading, width))


def compare_mismatch(student, layers, shape):
    """Compare what find_mismatch says with what PyTorch does."""
    said = student.find_mismatch(layers, shape)
    equal(said, mismatch(layers, shape), what=f"find_mismatch({layers}, {shape})", sequence=True)
