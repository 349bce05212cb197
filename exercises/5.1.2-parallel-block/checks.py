"""Hidden checks of 5.1.2: two nets side by side."""

import inside
import torch
from torch import nn

from grader.checks import close, equal


def side_by_side(nets, X, dim=-1):
    """Return the outputs of all nets for the same X, concatenated along `dim`."""
    return torch.cat([net(X) for net in nets], dim=dim)


def train(nets, X):
    """Train two nets side by side towards an output of zero; return the mean square after each step of SGD."""
    optimizer = torch.optim.SGD(nn.ModuleList(nets).parameters(), lr=inside.LEARNING_RATE)
    losses = []
    for _ in range(inside.STEPS):
        optimizer.zero_grad()
        side_by_side(nets, X).square().mean().backward()
        optimizer.step()
        losses.append(side_by_side(nets, X).square().mean().detach())
    return losses


def test_concatenates(student):
    """The result is net1's output followed by net2's, for nets of different widths."""
    nets = nn.Linear(5, 3), nn.Sequential(nn.Linear(5, 6), nn.Tanh(), nn.Linear(6, 4))
    block = student.Parallel(*nets)
    for rows in (6, 1):
        X = torch.randn(rows, 5)
        close(block(X), side_by_side(nets, X), what=f"Parallel(net1, net2)(X) for {rows} examples")


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
    """Every parameter of both nets gets its gradient, and X gets the sum of both."""
    net1, net2, X = nn.Linear(5, 3), nn.Linear(5, 4), torch.randn(2, 5)
    answer = student.run(inside.gradients, net1, net2, X)
    X.requires_grad_()
    side_by_side((net1, net2), X).square().sum().backward()
    close(
        answer["net1"],
        [parameter.grad for parameter in net1.parameters()],
        what="the list of gradients of net1's parameters",
    )
    close(
        answer["net2"],
        [parameter.grad for parameter in net2.parameters()],
        what="the list of gradients of net2's parameters",
    )
    close(answer["X"], X.grad, what="the gradient of X")


def test_each_net_runs_once(student):
    """One forward propagation calls each net exactly once, with X as it came in, and leaves X unchanged."""
    nets, X = (nn.Linear(5, 3), nn.Linear(5, 4)), torch.randn(2, 5)
    calls = []
    report = student.callback(lambda name, received: calls.append((name, received)))
    after = student.run(inside.run_probes, report, *nets, X)
    equal(
        sorted(name for name, _ in calls),
        ["net1", "net2"],
        what="the list of calls in one forward propagation, sorted by name",
    )
    for name, received in calls:
        close(received, X, what=f"the input of {name}")
    equal(after, X, what="X after the forward propagation")


def test_both_nets_are_registered(student):
    """SGD on parameters() trains both nets, and state_dict() carries the result to a second block."""
    nets, others = (nn.Linear(5, 3), nn.Linear(5, 4)), (nn.Linear(5, 3), nn.Linear(5, 4))
    X = torch.randn(6, 5)
    answer = student.run(inside.train_and_load, nets, others, X)
    expected = train(nets, X)
    close(answer["trained"], expected, what="the list of mean squares of the output after each step of SGD")
    close(answer["loaded"], expected[-1], what="the mean square of the output of a second block that loaded the state")


def test_same_net_twice(student):
    """Parallel(net, net) computes, and is trained, with one and the same net."""
    net, X = nn.Linear(5, 3), torch.randn(6, 5)
    losses = student.run(inside.train, [net, net], X)
    close(losses, train([net, net], X), what="the list of mean squares of the output after each step of SGD")


def test_blocks_nest(student):
    """A parallel block can be one of the nets of another."""
    nets = nn.Linear(5, 2), nn.Sequential(nn.Linear(5, 3), nn.ReLU()), nn.Linear(5, 4)
    X = torch.randn(6, 5)
    block = student.Parallel(student.Parallel(nets[0], nets[1]), nets[2])
    close(block(X), side_by_side(nets, X), what="Parallel(Parallel(a, b), c)(X)")


def test_dtype_is_kept(student):
    """Nets that compute in float64 give a float64 result of full precision."""
    nets, X = (nn.Linear(5, 3).double(), nn.Linear(5, 4).double()), torch.randn(6, 5, dtype=torch.float64)
    close(student.Parallel(*nets)(X), side_by_side(nets, X), what="Parallel(net1, net2)(X) for float64")
