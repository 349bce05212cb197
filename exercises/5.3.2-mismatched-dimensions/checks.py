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


def values_for(*widths, positive=False):
    """Return values for the parameters of a net of these widths; positive ones leave a ReLU nothing to do."""
    drawn = [torch.randn(parameter.shape) / 2 for parameter in two_layers(*widths).parameters()]
    return [value.abs() for value in drawn] if positive else drawn


def computed(values, X):
    """Return what the judge's own net makes of X with these values: a linear layer, ReLU, a linear layer."""
    weight1, bias1, weight2, bias2 = values
    return torch.relu(X @ weight1.T + bias1) @ weight2.T + bias2


def compare_outputs(answer, values, inputs, what):
    """Compare the parameters that were set, and the outputs in both modes for each input."""
    equal(sizes(answer["parameters"]), sizes(values), what="the shapes of the net's parameters")
    for X, outputs in zip(inputs, answer["outputs"], strict=True):
        close(outputs, (computed(values, X),) * 2, what=f"{what}, for {len(X)} examples")


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
    """PyTorch refuses to run a net of widths that do not fit, naming the widths; one of fitting widths computes."""
    for _ in range(2):
        widths, rows = different_widths(4), draw(2, 9)
        X = torch.randn(rows, widths[0])
        error = error_of(lambda widths=widths, X=X: two_layers(*widths)(X))
        net = student.build_bad(*widths)
        with raises(type(error), match=re.escape(SHAPES.search(str(error))[0])):
            net(X)
        # Where a ReLU has nothing to do, so that a net without one loses what is about it and no more.
        fitting = (widths[0], widths[1], widths[1], widths[3])
        values, inputs = values_for(*fitting, positive=True), [X.abs()]
        answer = student.run(inside.run, "build_bad", fitting, values, inputs)
        compare_outputs(answer, values, inputs, "the output where the widths fit")


def test_first_layer_runs(student):
    """What stands in front of the mismatch has been computed when the error is raised, in both modes."""
    widths = different_widths(4)
    values, inputs = values_for(*widths), [torch.randn(rows, widths[0]) for rows in (draw(2, 9), 1)]
    answer = student.run(inside.run_watched, widths, values, inputs)
    equal(sizes(answer["parameters"]), sizes(values), what="the shapes of the net's parameters")
    first = [X @ values[0].T + values[1] for X in inputs]
    close(answer["outputs"], first, what="the outputs of the layers that ran, for two inputs")


def test_fitting_widths_compute(student):
    """Where the widths fit, the net computes linear, ReLU, linear."""
    d_in, d_hidden, d_out = different_widths(3)
    widths = (d_in, d_hidden, d_hidden, d_out)
    values, inputs = values_for(*widths), [torch.randn(rows, d_in) for rows in (draw(2, 9), 1)]
    answer = student.run(inside.run, "build_bad", widths, values, inputs)
    compare_outputs(answer, values, inputs, "the output")


def test_predictions(student):
    """Everything that you predicted happens."""
    prediction(student.literal("predict"), truths())


def test_good_net_waits(student):
    """The first layer of a good net has no weight before the first forward propagation, which then draws it."""
    (d_in, d_hidden, d_out), seeds = different_widths(3), [draw(0, 2**31), draw(0, 2**31)]
    X = torch.randn(draw(2, 9), d_in)
    answer = student.run(inside.wait_and_run, (d_hidden, d_out), seeds, X)
    with torch.random.fork_rng():
        torch.manual_seed(seeds[1])
        first = nn.Linear(d_in, d_hidden)
    equal(answer["lazy"][0], True, what="whether the first weight of the new net is lazy")
    what = "the first layer's weight and bias, drawn in the first forward propagation"
    equal(
        [parameter.detach() for parameter in answer["after"][:2]], [p.detach() for p in first.parameters()], what=what
    )


def test_good_net_fits_any_width(student):
    """A good net takes its input width from its first input, and computes linear, ReLU, linear."""
    for d_in in (1, draw(2, 10), draw(30, 60)):
        d_hidden, d_out = different_widths(2)
        values = values_for(d_in, d_hidden, d_hidden, d_out)
        inputs = [torch.randn(rows, d_in) for rows in (draw(2, 9), 1)]
        answer = student.run(inside.run, "build_good", (d_hidden, d_out), values, inputs, torch.randn(3, d_in))
        compare_outputs(answer, values, inputs, f"the output for width {d_in}")


def test_good_net_keeps_its_width(student):
    """After its first input, a good net is as strict as any other, and computes what it did."""
    d_in, other, d_hidden, d_out = different_widths(4)
    values, X = values_for(d_in, d_hidden, d_hidden, d_out, positive=True), torch.rand(draw(2, 9), d_in)
    net = student.run(inside.net_with, "build_good", (d_hidden, d_out), values, X)
    for _ in range(2):
        with raises(RuntimeError, match="cannot be multiplied"):
            net(torch.randn(2, other))
        close(net(X).detach(), computed(values, X), what="net(X), after an input of another width")


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
