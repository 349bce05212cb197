"""Hidden checks of 5.1.3: a net of n blocks from a factory."""

import copy
import itertools

import inside
import torch
from torch import nn

from grader.checks import CheckFailed, close, equal, fail


def values_of(blocks):
    """Return the values in the states of some blocks, in their order."""
    return [value.clone() for block in blocks for value in block.state_dict().values()]


def close_to_either(found, compute, blocks, what):
    """Compare with what `compute` makes of a net of these blocks.

    Where one block stands at every position it has the values of the last one, and that is right as well: whether
    blocks are shared is a matter of other checks.
    """
    last = copy.deepcopy(blocks[-1])
    shared, expected = (compute(nn.Sequential(*copy.deepcopy(row))) for row in ([last] * len(blocks), list(blocks)))
    try:
        close(found, shared)
    except CheckFailed:
        close(found, expected, what=what)


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
    workshop = Workshop()
    net = student.repeat_block(student.callback(workshop), 4)
    equal(len(workshop.made), 4, what="the number of calls of make_block in repeat_block(make_block, 4)")
    for rows in (5, 5, 1):
        X = torch.randn(rows, 4)
        close(net(X), nn.Sequential(*workshop.made)(X), what="the output of the four blocks in a row")
    equal(len(workshop.made), 4, what="the number of calls of make_block after the forward propagations")


def test_no_block_and_one_block(student):
    """N = 0 makes a net that returns X, and n = 1 one that does what its block does."""
    X = torch.randn(5, 4)
    equal(student.repeat_block(student.callback(Workshop()), 0)(X), X, what="repeat_block(make_block, 0)(X)")
    workshop = Workshop()
    output = student.repeat_block(student.callback(workshop), 1)(X)
    close(output, nn.Sequential(*workshop.made)(X), what="repeat_block(make_block, 1)(X)")


def test_blocks_share_nothing(student):
    """Setting the first block's parameters to zero leaves the other blocks alone, which have values of their own."""
    blocks, X = [nn.Linear(4, 4) for _ in range(3)], torch.randn(5, 4)
    output = student.run(inside.run_after_zeroing_first, 3, values_of(blocks), X)
    for parameter in blocks[0].parameters():
        nn.init.zeros_(parameter)
    close(output, nn.Sequential(*blocks)(X), what="the output once the first block is zero", means="shared")


def test_blocks_start_different(student):
    """No two blocks have the same initial weights."""
    blocks, X = [nn.Linear(4, 4) for _ in range(3)], torch.randn(5, 4)
    answer = student.run(inside.run, 3, X)
    shapes = [tuple(value.shape) for value in values_of(blocks)]
    equal([tuple(value.shape) for value in answer["state"]], shapes, what="the list of shapes in net.state_dict()")
    if not all(bool(torch.isfinite(value).all()) for value in answer["state"]):
        fail("some value in net.state_dict() is no finite number")
    net = nn.Sequential(*blocks)
    net.load_state_dict(dict(zip(net.state_dict(), answer["state"], strict=True)))
    for one, other in itertools.combinations(net, 2):
        if torch.equal(one.weight, other.weight):
            fail("two blocks start from exactly the same weights")
    close(answer["output"], net(X), what="the output of the blocks in net.state_dict(), in a row,")


def test_training_moves_each_block(student):
    """Steps of SGD change each block by its own gradient."""
    blocks, X, Y = [nn.Linear(4, 4) for _ in range(3)], torch.randn(6, 4), torch.randn(6, 4)
    outputs = student.run(inside.train, 3, values_of(blocks), X, Y)
    expected = inside.outputs_of_training(nn.Sequential(*blocks), X, Y)
    close(outputs, expected, what="the list of outputs after each step of SGD")


def test_state_loads_into_a_second_net(student):
    """A second net that loads the state of the first one computes the same."""
    blocks, X = [nn.Linear(4, 4) for _ in range(3)], torch.randn(5, 4)
    output = student.run(inside.save_and_load, 3, values_of(blocks), X)
    close_to_either(output, lambda net: net(X), blocks, what="the output of the second net")


def test_second_net_is_new(student):
    """The second net has its own blocks, whatever happens to the first one, also where both have as many."""
    X = torch.randn(5, 4)
    for n1, n2 in ((2, 3), (3, 3)):
        blocks = [nn.Linear(4, 4) for _ in range(n2)]
        output = student.run(inside.make_two_nets, n1, n2, values_of(blocks), X)
        what = f"the output of a net of {n2} blocks, made after one of {n1}"
        close_to_either(output, lambda net: net(X), blocks, what=what)


def test_takes_any_block(student):
    """Blocks of several layers work in every mode, and net.modules() finds their layers."""
    blocks, X = [inside.Block() for _ in range(2)], torch.randn(5, 4)
    output = student.run(inside.run_in_evaluation, 2, values_of(blocks), X)
    what = "the output of two larger blocks in evaluation mode"
    close_to_either(output, lambda net: net.eval()(X), blocks, what=what)
    blocks, inputs = [inside.make_calm() for _ in range(2)], [X, torch.randn(3, 4)]
    outputs = student.run(inside.run_in_every_mode, 2, values_of(blocks), inputs)
    what = "the list of outputs of two larger blocks, twice for each input in every mode"
    close_to_either(outputs, lambda net: inside.in_every_mode(net, inputs), blocks, what=what)
    block = inside.Block()
    found = student.run(inside.linear_weights, 1, values_of([block]))
    weights = [layer.weight.detach() for layer in (block.body[0], block.body[4])]
    equal(found, weights, what="the list of weights of the linear layers that net.modules() finds in one block")
