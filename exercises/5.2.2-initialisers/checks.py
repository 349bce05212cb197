"""Hidden checks of 5.2.2: initializers, told apart by the statistics of what they draw."""

import itertools
import math
import warnings

import inside
import pytest
import torch
from torch import nn

from grader.checks import close, differs, equal, fail, prediction

NORMAL_WITHIN_ONE = 0.6827
"""Share of a normal distribution within one standard deviation."""
BOOK_STD = math.sqrt(0.5 * (10**3 - 5**3) / (3 * 5))
"""Half of the entries are zero; the others have the second moment of U(5, 10)."""
RANDOM = ("normal_001", "xavier_uniform", "xavier_normal", "kaiming_normal_fan_out", "orthogonal", "book")
SCHEMES = ("const_1", *RANDOM)


def some(low, high):
    """Return a random integer of low..high."""
    return int(torch.randint(low, high + 1, ()))


def draw(student, scheme, fan_in, fan_out):
    """Return the weight of one linear layer after init_with."""
    state = student.run(inside.initialize, nn.Sequential(nn.Linear(fan_in, fan_out)), scheme)
    weight = state["0.weight"]
    equal(tuple(weight.shape), (fan_out, fan_in), what=f"the shape of the weight after {scheme!r}")
    return weight.detach().double()


def train(net, X, Y, lr, steps):
    """Return the outputs of `net` after each step of SGD on the mean squared error."""
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)
    outputs = []
    for _ in range(steps):
        optimizer.zero_grad()
        nn.functional.mse_loss(net(X), Y).backward()
        optimizer.step()
        outputs.append(net(X).detach())
    return outputs


def is_normal(weight, std, scheme):
    """Fail unless the entries look like draws from N(0, std^2)."""
    close(weight.std().item(), std, rtol=0.03, what=f"the standard deviation of the weight after {scheme!r}")
    close(weight.mean().item(), 0.0, atol=0.02 * std, what=f"the mean of the weight after {scheme!r}")
    within = (weight.abs() < std).double().mean().item()
    close(within, NORMAL_WITHIN_ONE, atol=0.01, what="the share of entries within one standard deviation")
    if weight.abs().max() < 3.5 * std:
        fail(f"no entry of the weight after {scheme!r} lies beyond 3.5 standard deviations: that is not normal")


def is_uniform(weight, std, scheme):
    """Fail unless the entries look like draws from a uniform distribution around zero."""
    close(weight.std().item(), std, rtol=0.03, what=f"the standard deviation of the weight after {scheme!r}")
    close(weight.mean().item(), 0.0, atol=0.02 * std, what=f"the mean of the weight after {scheme!r}")
    bound = math.sqrt(3) * std
    if weight.abs().max() > bound * (1 + 1e-5):
        fail(f"some entry of the weight after {scheme!r} lies beyond the bound of the uniform distribution")
    inner = (weight.abs() < bound / 2).double().mean().item()
    close(inner, 0.5, atol=0.01, what="the share of entries in the inner half of the interval")


@pytest.mark.parametrize("scheme", ["normal_001", "xavier_uniform", "xavier_normal", "kaiming_normal_fan_out"])
def test_scale_and_shape(student, scheme):
    """A large layer's entries have the distribution of the scheme, whichever of fan-in and fan-out is larger."""
    for fan_in, fan_out in ((some(700, 800), some(300, 400)), (some(300, 400), some(700, 800))):
        weight = draw(student, scheme, fan_in, fan_out)
        if scheme == "normal_001":
            is_normal(weight, 0.01, scheme)
        elif scheme == "kaiming_normal_fan_out":
            is_normal(weight, math.sqrt(2 / fan_out), scheme)
        else:
            look = is_normal if scheme == "xavier_normal" else is_uniform
            look(weight, math.sqrt(2 / (fan_in + fan_out)), scheme)


def test_orthogonal(student):
    """The shorter side's vectors are orthonormal, for wide and for tall weights, and no entry stands out."""
    for fan_in, fan_out in ((some(150, 200), some(80, 120)), (some(80, 120), some(150, 200)), (100, 100)):
        weight = draw(student, "orthogonal", fan_in, fan_out)
        rows = weight if fan_out <= fan_in else weight.T
        what = f"the product of the weight and its transpose for {fan_in} inputs and {fan_out} outputs"
        close(rows @ rows.T, torch.eye(len(rows), dtype=torch.float64), atol=1e-4, what=what)
        if weight.abs().max() > 0.7:
            fail("the weight after 'orthogonal' has an entry close to 1: that is no random matrix")


def test_book(student):
    """Half of the entries are zero, the others lie between 5 and 10 in size, evenly, with either sign."""
    weight = draw(student, "book", some(300, 400), some(500, 600))
    size = weight.abs()
    if ((size > 0) & (size < 5)).any() or (size > 10).any():
        fail("some entry after 'book' is neither 0 nor between 5 and 10 in size")
    close((size == 0).double().mean().item(), 0.5, atol=0.02, what="the share of zeros")
    for dim, line in ((0, "column"), (1, "row")):
        shares = (size == 0).double().mean(dim=dim)
        if (shares - 0.5).abs().max() > 0.25:
            fail(f"some whole {line} after 'book' has far more or fewer zeros than half: entries do not decide alone")
    close((weight > 0).double().mean().item(), 0.25, atol=0.02, what="the share of positive entries")
    for name, values in (("positive", weight[weight > 0]), ("negative", -weight[weight < 0])):
        close(values.mean().item(), 7.5, rtol=0.01, what=f"the mean size of the {name} entries")
        close(values.std().item(), 5 / math.sqrt(12), rtol=0.03, what=f"the standard deviation of the {name} entries")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_biases_are_zero(student, scheme):
    """Under every scheme, the biases of all linear layers are 0, and their weights are not."""
    net = nn.Sequential(nn.Linear(6, 5), nn.ReLU(), nn.Linear(5, 3))
    state = student.run(inside.initialize, net, scheme)
    for layer, size in ((0, 5), (2, 3)):
        equal(state[f"{layer}.bias"], torch.zeros(size), what=f"net[{layer}].bias after {scheme!r}")
        is_drawn(state[f"{layer}.weight"], net[layer].weight, scheme, what=f"net[{layer}].weight")


def is_drawn(value, before, scheme, what):
    """Fail unless a small weight has values that the scheme may have given it."""
    what = f"{what} after {scheme!r}"
    if scheme == "const_1":
        equal(value, torch.ones_like(before), what=what)
        return
    differs(value, before, what=f"{what}, compared with what it was,")
    if not bool(torch.isfinite(value).all()):
        fail(f"{what} has an entry that is no finite number")
    if scheme != "book" and not bool(value.any()):  # a few entries may all be zero under 'book'
        fail(f"{what} is zero everywhere")


def mixed_net():
    """Return a net with linear layers at several depths, some without bias, and other layers with random parameters."""
    net = nn.ModuleDict(
        {
            "embedding": nn.Embedding(5, 4),
            "conv": nn.Conv2d(2, 3, 3),
            "norm": nn.BatchNorm1d(4),
            "recurrent": nn.LSTM(3, 2),
            "bilinear": nn.Bilinear(2, 3, 4),
            "head": nn.Linear(4, 2, bias=False),
            "body": nn.Sequential(nn.Linear(4, 3), nn.Sequential(nn.LayerNorm(3), nn.Linear(3, 3))),
            "list": nn.ModuleList([nn.Linear(1, 5), nn.Linear(5, 1, bias=False), nn.PReLU()]),
            "own": inside.Matrix(),
        }
    )
    for module in (net["norm"], net["body"][1][0]):
        nn.init.normal_(module.weight)
        nn.init.normal_(module.bias)
    return net


def test_only_linear_layers(student):
    """Linear layers are found at any depth, with or without bias; everything else keeps its values."""
    for scheme in SCHEMES:
        net = mixed_net()
        state = student.run(inside.initialize, net, scheme)
        linear = {name for name, module in net.named_modules() if isinstance(module, nn.Linear)}
        equal(sorted(state), sorted(net.state_dict()), what=f"the list of names in the state after {scheme!r}")
        for name, value in net.state_dict().items():
            layer, _, kind = name.rpartition(".")
            if layer not in linear:
                equal(state[name], value, what=f"{name} after {scheme!r}")
            elif kind == "weight":
                is_drawn(state[name], value, scheme, what=name)
        for net in (nn.Linear(3, 2), nn.Linear(2, 3, bias=False)):
            state = student.run(inside.initialize, net, scheme)
            is_drawn(state["weight"], net.weight, scheme, what="the weight of a net that is itself a linear layer")


def test_same_parameters(student):
    """What is written into the parameters that the net had before is what it computes with, and trains; dtypes stay."""
    for scheme in SCHEMES:
        net = nn.Sequential(nn.Linear(4, 3), nn.Tanh(), nn.Linear(3, 2), nn.Tanh(), nn.Linear(2, 2)).double()
        net[2].requires_grad_(False)
        X, Y = 0.3 * torch.randn(6, 4, dtype=torch.float64), torch.randn(6, 2, dtype=torch.float64)
        values = [torch.randn_like(parameter) for parameter in net.parameters()]
        answer = student.run(inside.refill_and_train, net, scheme, values, X, Y)
        equal(len(answer["frozen"]), 1, what=f"the number of frozen weights after {scheme!r}")
        is_drawn(answer["frozen"][0], net[2].weight.detach(), scheme, what="the frozen weight")
        with torch.no_grad():
            for parameter, value in zip(net.parameters(), values, strict=True):
                parameter.copy_(value)
        expected = inside.outputs_of_training(net, list(net.parameters()), X, Y)
        what = f"the list of outputs before and after each step of SGD on the old parameters, after {scheme!r},"
        close(answer["outputs"], expected, what=what)


def test_every_draw_is_new(student):
    """Two layers of one size get different weights, every further call gives others again, under every scheme."""
    net = nn.Sequential(nn.Linear(60, 60), nn.ReLU(), nn.Linear(60, 60))
    draws = []
    for seed in (some(1, 10**6), some(10**6, 10**9)):
        student.seed(seed)
        draws += [student.run(inside.initialize_each, net, RANDOM) for _ in range(2)]
    for scheme in RANDOM:
        weights = [
            (f"net[{at}].weight of call {call}", draw[scheme][f"{at}.weight"])
            for call, draw in enumerate(draws, 1)
            for at in (0, 2)
        ]
        if scheme == "book":  # whether each entry decides for itself is a matter of test_book
            weights = [(what, weight) for what, weight in weights if bool(weight.any())]
        for what, weight in weights:
            # Any distribution of about this size will do here.
            ratio = weight.square().mean().sqrt().item() / deviation(scheme, 60, 60)
            if not 1 / 3 < ratio < 3:
                fail(f"{what} after {scheme!r} is not of the size that the scheme gives")
        for (first, one), (second, other) in itertools.combinations(weights, 2):
            differs(other, one, what=f"{second}, compared with {first}, after {scheme!r}")


def deviation(scheme, fan_in, fan_out):
    """Return the standard deviation of one entry of a weight."""
    return {
        "normal_001": 0.01,
        "const_1": 0.0,
        "xavier_uniform": math.sqrt(2 / (fan_in + fan_out)),
        "xavier_normal": math.sqrt(2 / (fan_in + fan_out)),
        "kaiming_normal_fan_out": math.sqrt(2 / fan_out),
        "orthogonal": math.sqrt(1 / max(fan_in, fan_out)),
        "book": BOOK_STD,
    }[scheme]


def test_expected_deviations(student):
    """expected_std gives an entry's standard deviation under every scheme, for wide and tall weights."""
    for fan_in, fan_out in ((some(10, 50), some(60, 200)), (some(60, 200), some(10, 50)), (some(2, 9), some(300, 900))):
        for scheme in SCHEMES:
            answer = student.run(inside.deviation, scheme, fan_in, fan_out)
            std = deviation(scheme, fan_in, fan_out)
            close(answer, std, rtol=1e-3, what=f"expected_std({scheme!r}, {fan_in}, {fan_out})")


def works(action):
    """Tell whether `action()` raises nothing."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            action()
    except Exception:  # noqa: BLE001  whatever it raises is the answer
        return False
    return True


def rows_after_training():
    """Return the rows of the first weight of a net that started from const_1, after the training of the statement."""
    net = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))
    for layer in (net[0], net[2]):
        nn.init.ones_(layer.weight)
        nn.init.zeros_(layer.bias)
    train(net, torch.randn(8, 3), torch.randn(8, 1), 0.1, 20)
    return net[0].weight.detach()


def test_predictions(student):
    """Everything that you predicted happens, and the gains are right to four decimals."""
    layer, rows = nn.Linear(256, 128), rows_after_training()
    in_bound = layer.weight.abs().max().item() <= 1 / math.sqrt(256)
    nn.init.normal_(layer.weight)
    gain = nn.init.calculate_gain
    truth = {
        "gain_linear": float(gain("linear")),
        "gain_sigmoid": float(gain("sigmoid")),
        "gain_tanh": float(gain("tanh")),
        "gain_relu": float(gain("relu")),
        "gain_leaky_relu": float(gain("leaky_relu", 0.01)),
        "gain_selu": float(gain("selu")),
        "xavier_takes_a_bias": works(lambda: nn.init.xavier_uniform_(nn.Linear(4, 2).bias)),
        "gelu_has_a_gain": works(lambda: gain("gelu")),
        "normal_without_underscore_fails": not works(lambda: nn.init.normal(torch.empty(3))),
        "weight_still_requires_grad": layer.weight.requires_grad,
        "default_weights_stay_in_bound": in_bound,
        "constant_units_stay_equal": torch.allclose(rows, rows[:1].expand_as(rows), atol=1e-5),
    }
    prediction(student.literal("predict"), truth, tolerance=5e-5)
