"""Hidden checks of 5.1.3: a net of n blocks from a factory."""

import itertools

import inside
import torch
from torch import nn

from grader.checks import close, equal, fail


def rebuild(make_block, n, state):
    """Return the judge's own net of n blocks with the state that came back."""
    net = nn.Sequential(*[make_block() for _ in range(n)])
    own = net.state_dict()
    equal(
        [tuple(value.shape) for value in state],
        [tuple(value.shape) for value in own.values()],
        what="the list of shapes in net.state_dict()",
    )
    net.load_state_dict(dict(zip(own, state, strict=True)))
    return net


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


class Workshop:
    """A factory of linear layers, in the judge, that keeps what it made."""

    def __init__(self):
        self.made = []

    def __call__(self):
        """Make one more layer."""
        self.made.append(nn.Linear(4, 4))
        return self.made[-1]


def test_asks_the_factory_n_times(student):
    """repeat_block(make_block, 4) calls make_block four times at once, and runs the four blocks that it got."""
    workshop, X = Workshop(), torch.randn(5, 4)
    net = student.repeat_block(student.callback(workshop), 4)
    equal(len(workshop.made), 4, what="the number of calls of make_block in repeat_block(make_block, 4)")
    close(net(X), nn.Sequential(*workshop.made)(X), what="the output of the four blocks in a row")
    equal(len(workshop.made), 4, what="the number of calls of make_block after the forward propagation")


def test_no_block_and_one_block(student):
    """N = 0 makes a net that returns X, and n = 1 one that does what its block does."""
    X = torch.randn(5, 4)
    equal(student.repeat_block(student.callback(Workshop()), 0)(X), X, what="repeat_block(make_block, 0)(X)")
    workshop = Workshop()
    output = student.repeat_block(student.callback(workshop), 1)(X)
    close(output, nn.Sequential(*workshop.made)(X), what="repeat_block(make_block, 1)(X)")


def test_blocks_share_nothing(student):
    """Setting the first block's parameters to zero leaves the other blocks alone."""
    X = torch.randn(5, 4)
    answer = student.run(inside.run_after_zeroing_first, 3, X)
    net = rebuild(inside.make_linear, 3, answer["state"])
    nn.init.zeros_(net[0].weight)
    nn.init.zeros_(net[0].bias)
    close(answer["output"], net(X), what="the output once the first block is zero")


def test_blocks_start_different(student):
    """No two blocks have the same initial weights."""
    X = torch.randn(5, 4)
    answer = student.run(inside.run, 3, X)
    net = rebuild(inside.make_linear, 3, answer["state"])
    close(answer["output"], net(X), what="the output of the blocks in net.state_dict(), in a row,")
    for one, other in itertools.combinations(net, 2):
        if torch.equal(one.weight, other.weight):
            fail("two blocks start from exactly the same weights")


def test_training_moves_each_block(student):
    """Steps of SGD change each block by its own gradient."""
    X, Y = torch.randn(6, 4), torch.randn(6, 4)
    answer = student.run(inside.train, 3, X, Y)
    net = rebuild(inside.make_linear, 3, answer["state"])
    close(answer["outputs"], train(net, X, Y), what="the list of outputs after each step of SGD")


def test_state_loads_into_a_second_net(student):
    """A second net that loads the state of the first one computes the same."""
    X = torch.randn(5, 4)
    answer = student.run(inside.save_and_load, 3, X)
    close(answer["output"], rebuild(inside.make_linear, 3, answer["state"])(X), what="the output of the second net")


def test_second_net_is_new(student):
    """The second net has its own blocks, whatever happens to the first one, also where both have as many."""
    X = torch.randn(5, 4)
    for n1, n2 in ((2, 3), (3, 3)):
        answer = student.run(inside.make_two_nets, n1, n2, X)
        what = f"the output of a net of {n2} blocks, made after one of {n1}"
        close(answer["output"], rebuild(inside.make_linear, n2, answer["state"])(X), what=what)


def test_takes_any_block(student):
    """Blocks of several layers work, in evaluation mode too, and net.modules() finds their layers."""
    X = torch.randn(5, 4)
    answer = student.run(inside.run_in_evaluation, 2, X)
    net = rebuild(inside.Block, 2, answer["state"]).eval()
    close(answer["output"], net(X), what="the output of two larger blocks in evaluation mode")
    answer = student.run(inside.linear_weights, 1)
    net = rebuild(inside.Block, 1, answer["state"])
    weights = [module.weight.detach() for module in net.modules() if isinstance(module, nn.Linear)]
    equal(
        answer["weights"],
        weights,
        what="the list of weights of the linear layers that net.modules() finds in one block",
    )
