"""Hidden checks of 5.2.2: initializers, told apart by the statistics of what they draw."""

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
    for fan_in, fan_out in ((some(150, 200), some(80, 120)), (some(80, 120), some(150, 200))):
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


@pytest.mark.parametrize(
    "scheme",
    ["normal_001", "const_1", "xavier_uniform", "xavier_normal", "kaiming_normal_fan_out", "orthogonal", "book"],
)
def test_biases_are_zero(student, scheme):
    """Under every scheme, the biases of all linear layers are 0."""
    state = student.run(inside.initialize, nn.Sequential(nn.Linear(6, 5), nn.ReLU(), nn.Linear(5, 3)), scheme)
    equal(state["0.bias"], torch.zeros(5), what=f"net[0].bias after {scheme!r}")
    equal(state["2.bias"], torch.zeros(3), what=f"net[2].bias after {scheme!r}")


def mixed_net():
    """Return a net with linear layers at several depths, one without bias, and other layers with random parameters."""
    net = nn.ModuleDict(
        {
            "embedding": nn.Embedding(5, 4),
            "conv": nn.Conv2d(2, 3, 3),
            "norm": nn.BatchNorm1d(4),
            "head": nn.Linear(4, 2, bias=False),
            "body": nn.Sequential(nn.Linear(4, 3), nn.Sequential(nn.LayerNorm(3), nn.Linear(3, 3))),
        }
    )
    for module in (net["norm"], net["body"][1][0]):
        nn.init.normal_(module.weight)
        nn.init.normal_(module.bias)
    return net


def test_only_linear_layers(student):
    """Linear layers are found at any depth, with or without bias; everything else keeps its values."""
    for scheme in ("const_1", "xavier_normal"):
        net = mixed_net()
        state = student.run(inside.initialize, net, scheme)
        linear = {name for name, module in net.named_modules() if isinstance(module, nn.Linear)}
        for name, value in net.state_dict().items():
            layer, _, kind = name.rpartition(".")
            if layer not in linear:
                equal(state[name], value, what=f"{name} after {scheme!r}")
            elif kind == "weight" and scheme == "const_1":
                equal(state[name], torch.ones_like(value), what=f"{name} after {scheme!r}")
            elif kind == "weight":
                differs(state[name], value, what=f"{name} after {scheme!r}")
    state = student.run(inside.initialize, nn.Linear(3, 2), "const_1")
    equal(state["weight"], torch.ones(2, 3), what="the weight of a net that is itself a linear layer")


def test_same_parameters(student):
    """An optimizer made before init_with trains the net afterwards; dtypes stay, and frozen layers stay frozen."""
    net = nn.Sequential(nn.Linear(4, 3), nn.Tanh(), nn.Linear(3, 2), nn.Tanh(), nn.Linear(2, 2)).double()
    net[2].requires_grad_(False)
    for layer in (net[0], net[2], net[4]):
        nn.init.zeros_(layer.bias)
    X, Y = 0.3 * torch.randn(6, 4, dtype=torch.float64), torch.randn(6, 2, dtype=torch.float64)
    outputs = student.run(inside.train, net, "const_1", X, Y)
    for layer in (net[0], net[2], net[4]):
        nn.init.ones_(layer.weight)
    expected = train(net, X, Y, inside.LEARNING_RATE, inside.STEPS)
    close(outputs, expected, what="the list of outputs after each step of SGD")


def test_every_draw_is_new(student):
    """Two layers of one size get different weights, and a second call gives others again."""
    for scheme in ("normal_001", "xavier_uniform", "xavier_normal", "kaiming_normal_fan_out", "orthogonal"):
        net = nn.Sequential(nn.Linear(8, 8), nn.ReLU(), nn.Linear(8, 8))
        first, second = student.run(inside.initialize_twice, net, scheme)
        close(tuple(first["0.weight"].shape), (8, 8), what="the shape of net[0].weight")
        differs(
            first["2.weight"], first["0.weight"], what=f"net[2].weight, compared with net[0].weight, after {scheme!r}"
        )
        differs(second["0.weight"], first["0.weight"], what=f"net[0].weight after a second call with {scheme!r}")


def test_expected_deviations(student):
    """expected_std gives an entry's standard deviation under every scheme, for wide and tall weights."""
    for fan_in, fan_out in ((some(10, 50), some(60, 200)), (some(60, 200), some(10, 50))):
        expected = {
            "normal_001": 0.01,
            "const_1": 0.0,
            "xavier_uniform": math.sqrt(2 / (fan_in + fan_out)),
            "xavier_normal": math.sqrt(2 / (fan_in + fan_out)),
            "kaiming_normal_fan_out": math.sqrt(2 / fan_out),
            "orthogonal": math.sqrt(1 / max(fan_in, fan_out)),
            "book": BOOK_STD,
        }
        for scheme, std in expected.items():
            answer = student.run(inside.deviation, scheme, fan_in, fan_out)
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
