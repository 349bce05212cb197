"""Hidden checks of 5.1.2: two nets side by side."""

import inside
import torch
from torch import nn

from grader.checks import close, equal


class Beside(nn.Module):
    """The judge's own parallel block."""

    def __init__(self, *nets, dim=-1):
        super().__init__()
        self.nets = nets  # no ModuleList: the same net may be there twice
        for position, net in enumerate(nets):
            self.add_module(str(position), net)
        self.dim = dim

    def forward(self, X):
        """Return all outputs for the same X, concatenated along `dim`."""
        return torch.cat([net(X) for net in self.nets], dim=self.dim)


def side_by_side(nets, X, dim=-1):
    """Return the outputs of all nets for the same X, concatenated along `dim`."""
    return Beside(*nets, dim=dim)(X)


def test_concatenates(student):
    """The result is net1's output followed by net2's, for nets of different widths, in every mode."""
    nets = nn.Linear(5, 3), nn.Sequential(nn.Linear(5, 6), nn.Tanh(), nn.Linear(6, 4))
    inputs = [torch.randn(6, 5), torch.randn(1, 5)]
    outputs = student.run(inside.run_in_every_mode, nets, inputs)
    what = "the list of outputs of Parallel(net1, net2), twice for each input in every mode"
    close(outputs, inside.in_every_mode(Beside(*nets), nets, inputs), what=what)


def test_equal_widths(student):
    """Nets of the same width are put side by side as well, not below each other."""
    nets, X = (nn.Linear(4, 3), nn.Linear(4, 3)), torch.randn(5, 4)
    close(student.Parallel(*nets)(X), side_by_side(nets, X), what="Parallel(net1, net2)(X)")


def test_other_numbers_of_dimensions(student):
    """Without `dim`, the last dimension is the one that grows, however many there are."""
    nets = nn.Linear(6, 2), nn.Linear(6, 3)
    block = student.Parallel(*nets)
    for sizes in ((2, 5, 6), (2, 4, 5, 6), (6,)):
        X = torch.randn(sizes)
        close(block(X), side_by_side(nets, X), what=f"Parallel(net1, net2)(X) for X of shape {sizes}")


def test_dim_is_a_choice(student):
    """With `dim`, the outputs are concatenated along that dimension: the channels, or the examples."""
    maps, X = (nn.Conv2d(3, 2, 3, padding=1), nn.Conv2d(3, 4, 1)), torch.randn(2, 3, 5, 6)
    close(student.Parallel(*maps, dim=1)(X), side_by_side(maps, X, 1), what="Parallel(conv1, conv2, dim=1)(X)")
    close(student.Parallel(*maps, 1)(X), side_by_side(maps, X, 1), what="Parallel(conv1, conv2, 1)(X)")
    rows, X = (nn.Linear(4, 3), nn.Linear(4, 3)), torch.randn(5, 4)
    close(student.Parallel(*rows, dim=0)(X), side_by_side(rows, X, 0), what="Parallel(net1, net2, dim=0)(X)")


def test_gradients_reach_everything(student):
    """Every parameter of both nets gets its gradient, and X gets the sum of both, in evaluation mode too."""
    nets, inputs = (nn.Linear(5, 3), nn.Linear(5, 3)), [torch.randn(4, 5), torch.randn(1, 5)]
    found = student.run(inside.gradients, *nets, inputs)
    expected = inside.gradients_of(Beside(*nets), *nets, inputs)
    close(found, expected, what="the list of gradients of both nets' parameters and of X, for each mode and input")


def test_each_net_runs_once(student):
    """Every forward propagation calls each net exactly once, with X as it came in, and leaves X unchanged."""
    nets, inputs = (nn.Linear(5, 3), nn.Linear(5, 3)), [torch.randn(4, 5), torch.randn(1, 5)]
    calls = []

    def report(name, received):
        if name == "start":
            calls.append([])
        else:
            calls[-1].append((name, received))

    after = student.run(inside.run_probes, student.callback(report), *nets, inputs)
    expected = [X for _ in range(4) for X in inputs for _ in range(2)]
    equal(len(calls), len(expected), what="the number of forward propagations")
    for X, seen in zip(expected, calls, strict=True):
        what = "the list of calls in one forward propagation, sorted by name"
        equal(sorted(name for name, _ in seen), ["net1", "net2"], what=what)
        for name, received in seen:
            close(received, X, what=f"the input of {name}")
    equal(after, inputs, what="the list of inputs after the forward propagations")


def test_both_nets_are_registered(student):
    """SGD on parameters() trains both nets, state_dict() carries them to a second block, and eval() reaches them."""
    nets, others = (nn.Linear(5, 3), nn.Linear(5, 3)), (nn.Linear(5, 3), nn.Linear(5, 3))
    X = torch.randn(6, 5)
    found = student.run(inside.train_and_load, nets, others, X)
    trained = inside.outputs_of_training(Beside(*nets), X)
    equal(len(found), len(trained) + 1, what="the number of outputs")
    for step, (actual, expected) in enumerate(zip(found, trained, strict=False)):
        in_any_order(actual, expected, what=f"Parallel(net1, net2)(X) after {step + 1} steps of SGD")
    in_any_order(found[-1], trained[-1], what="the output of a second block that loaded the state")
    doubling = inside.Doubling(5, 3), inside.Doubling(5, 3)
    found = student.run(inside.evaluate, doubling, X)
    in_any_order(found, side_by_side([net.eval() for net in doubling], X), what="Parallel(net1, net2).eval()(X)")


def in_any_order(actual, expected, what):
    """Compare all values, wherever they stand: other checks look at that."""
    if isinstance(actual, torch.Tensor):
        actual = actual.detach().flatten().sort().values
    close(actual, expected.detach().flatten().sort().values, what=f"all values of {what}, sorted")


def test_same_net_twice(student):
    """Parallel(net, net) computes, and is trained, with one and the same net."""
    net, X = nn.Linear(5, 3), torch.randn(6, 5)
    found = student.run(inside.train, [net, net], X)
    twice = Beside(net, net)
    expected = [twice(X).detach(), *inside.outputs_of_training(twice, X)]
    close(found, expected, what="the list of outputs of Parallel(net, net) before training and after each step of SGD")


def test_blocks_nest(student):
    """A parallel block can be one of the nets of another."""
    nets = nn.Linear(5, 2), nn.Sequential(nn.Linear(5, 3), nn.ReLU()), nn.Linear(5, 4)
    X = torch.randn(6, 5)
    block = student.Parallel(student.Parallel(nets[0], nets[1]), nets[2])
    close(block(X), side_by_side(nets, X), what="Parallel(Parallel(a, b), c)(X)")


def test_dtype_is_kept(student):
    """Nets that compute in float64 give a float64 result of full precision."""
    nets, X = (nn.Linear(5, 3).double(), nn.Linear(5, 3).double()), torch.randn(6, 5, dtype=torch.float64)
    in_any_order(student.Parallel(*nets)(X), side_by_side(nets, X), what="Parallel(net1, net2)(X) for float64")
