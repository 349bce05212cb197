"""Hidden checks of 5.1.1: a list hides blocks from PyTorch, and the repair shows them again."""

import copy

import inside
import torch
from torch import nn

from grader.checks import close, equal, prediction


def chain(blocks, X):
    """Return what the blocks make of X, one after another."""
    for block in blocks:
        X = block(X)
    return X


class Hiding(nn.Module):
    """The judge's own net with its blocks in a list."""

    def __init__(self, *blocks):
        super().__init__()
        self.blocks = list(blocks)

    def forward(self, X):
        """Hand X through the blocks."""
        return chain(self.blocks, X)


class Mixed(nn.Module):
    """The judge's own net with one block in a list and one that is registered."""

    def __init__(self):
        super().__init__()
        self.blocks = [nn.Linear(4, 8)]
        self.head = nn.Linear(8, 2)

    def forward(self, X):
        """Hand X through the hidden block and the head."""
        return self.head(chain(self.blocks, X))


def name_of_error(action):
    """Return the class name of what `action()` raises, None where it raises nothing."""
    try:
        action()
    except Exception as error:  # noqa: BLE001  its class is what was asked for
        return type(error).__name__
    return None


def hiding_net():
    """Return a new copy of the net that the statement calls `net`."""
    return Hiding(nn.Linear(4, 8), nn.ReLU(), nn.Dropout(0.5), nn.Linear(8, 2))


def truths_of_one_net():
    """Watch what happens to the net of the statement, a new one for each operation."""
    X = torch.ones(3, 4)
    trained = hiding_net()
    trained(X).sum().backward()
    filled = trained.blocks[0].weight.grad is not None
    trained.zero_grad()
    moved = hiding_net().to(torch.float64)
    evaluated = hiding_net().eval()
    original = hiding_net()
    twin = copy.deepcopy(original)
    nn.init.zeros_(twin.blocks[0].weight)
    return {
        "forward_works": name_of_error(lambda: hiding_net()(X)) is None,
        "n_parameters": len(list(hiding_net().parameters())),
        "state_dict_keys": list(hiding_net().state_dict()),
        "optimizer_error": name_of_error(lambda: torch.optim.SGD(hiding_net().parameters(), lr=0.1)),
        "backward_fills_grads": filled,
        "zero_grad_reaches_blocks": trained.blocks[0].weight.grad is None,
        "to_reaches_blocks": moved.blocks[0].weight.dtype == torch.float64,
        "eval_reaches_dropout": not evaluated.blocks[2].training,
        "deepcopy_is_independent": bool(original.blocks[0].weight.any()),
        "empty_state_is_refused": name_of_error(lambda: hiding_net().load_state_dict({})) is not None,
    }


def truth_of_mixed():
    """Tell whether a training step on Mixed raises nothing and leaves the hidden block as it was."""
    net = Mixed()
    before = net.blocks[0].weight.detach().clone()

    def step():
        optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
        net(torch.ones(3, 4)).sum().backward()
        optimizer.step()

    return name_of_error(step) is None and torch.equal(net.blocks[0].weight, before)


def norm_with_history(width):
    """Return a BatchNorm1d whose running statistics are not the initial ones."""
    norm = nn.BatchNorm1d(width)
    norm.running_mean.normal_()
    norm.running_var.uniform_(0.5, 2)
    return norm


def test_list_hides_its_blocks(student):
    """ListSequential keeps its blocks in a plain list, and PyTorch finds none of them."""
    blocks, X = [nn.Linear(6, 4), nn.Tanh(), nn.Linear(4, 3)], torch.randn(5, 6)
    seen = student.run(inside.look_into, blocks)
    equal(seen["is_list"], True, what="type(net.blocks) is list")
    equal(
        seen["held"],
        [parameter.detach() for block in blocks for parameter in block.parameters()],
        what="the list of parameters of the blocks in net.blocks",
    )
    equal(seen["parameters"], [], what="list(net.parameters()) of a net that holds it")
    equal(seen["state_dict"], {}, what="net.state_dict() of a net that holds it")
    output = student.run(inside.run_as_double, "ListSequential", blocks, X)
    close(output, chain(blocks, X), what="net.double()(X) for a float32 X, which the hidden blocks still accept")
    head, Y = nn.Linear(3, 2), torch.randn(5, 2)
    outputs = student.run(inside.train_before_a_head, blocks, head, X, Y)
    net = nn.Sequential(Hiding(*blocks), head)
    expected = [*inside.outputs_of_training(net, X, Y), chain(blocks, X).detach()]
    what = "the list of outputs while a layer behind it is trained, and of its blocks afterwards,"
    close(outputs, expected, what=what)


def test_predictions(student):
    """Everything that you predicted happens."""
    prediction(student.literal("predict"), {**truths_of_one_net(), "mixed_is_silent": truth_of_mixed()})


def test_fixed_state_dict(student):
    """The state of a FixedSequential holds every block's state in order, and loads into a second one."""
    blocks = [nn.Linear(6, 5), norm_with_history(5), nn.Tanh(), nn.Linear(5, 3)]
    others = [nn.Linear(6, 5), nn.BatchNorm1d(5), nn.Tanh(), nn.Linear(5, 3)]
    X = torch.randn(7, 6)
    state = [value.clone() for block in blocks for value in block.state_dict().values()]
    answer = student.run(inside.save_and_load, blocks, others, X)
    equal(answer["state"], state, what="list(net.state_dict().values())")
    close(answer["output"], chain(blocks, X), what="the output of a second net that has loaded the state")


def test_fixed_learns(student):
    """SGD on net.parameters() trains every block of a FixedSequential."""
    blocks, X, Y = [nn.Linear(6, 5), nn.Tanh(), nn.Linear(5, 3)], torch.randn(7, 6), torch.randn(7, 3)
    outputs = student.run(inside.train, blocks, X, Y)
    close(
        outputs,
        inside.outputs_of_training(nn.Sequential(*blocks), X, Y),
        what="the list of outputs after each step of SGD",
    )


def test_fixed_switches_to_eval(student):
    """net.eval() reaches Dropout and BatchNorm inside a FixedSequential."""
    blocks = [nn.Linear(6, 5), norm_with_history(5), nn.Dropout(0.5), nn.Linear(5, 3)]
    X = torch.randn(7, 6)
    output = student.run(inside.run_in_evaluation, blocks, X)
    close(output, chain([block.eval() for block in blocks], X), what="net.eval()(X)")
    blocks, inputs = [nn.Linear(6, 5), norm_with_history(5), nn.Linear(5, 3)], [X, torch.randn(4, 6)]
    outputs = student.run(inside.run_in_every_mode, blocks, inputs)
    expected = inside.in_every_mode(nn.Sequential(*blocks), blocks, inputs)
    close(outputs, expected, what="the list of outputs, twice for each input in every mode,")


def test_fixed_changes_dtype(student):
    """net.double() makes every block of a FixedSequential compute in float64."""
    blocks, X = [nn.Linear(6, 5), norm_with_history(5), nn.Linear(5, 3)], torch.randn(7, 6, dtype=torch.float64)
    output = student.run(inside.run_as_double, "FixedSequential", blocks, X)
    close(output, chain([block.double() for block in blocks], X), what="net.double()(X) for a float64 X")


def test_fixed_keeps_a_repeated_block(student):
    """The same block at two positions runs twice and is trained as one block."""
    shared, X, Y = nn.Linear(4, 4), torch.randn(7, 4), torch.randn(7, 4)
    blocks = [shared, nn.Tanh(), shared]
    outputs = student.run(inside.train, blocks, X, Y)
    close(
        outputs,
        inside.outputs_of_training(nn.Sequential(*blocks), X, Y),
        what="the list of outputs after each step of SGD",
    )


def test_fixed_keeps_the_order(student):
    """Twelve blocks run in the order in which they were given."""
    blocks, X = [nn.Linear(3, 3) for _ in range(12)], torch.randn(5, 3)
    close(student.FixedSequential(*blocks)(X), chain(blocks, X), what="FixedSequential(*twelve_blocks)(X)")


def test_fixed_lists_its_modules(student):
    """net.modules() goes through the blocks of a FixedSequential."""
    blocks = [nn.Linear(6, 5), nn.Sequential(nn.Tanh(), nn.Linear(5, 4)), nn.Linear(4, 3)]
    weights = [blocks[0].weight, blocks[1][1].weight, blocks[2].weight]
    found = student.run(inside.linear_weights, blocks)
    equal(
        found, [weight.detach() for weight in weights], what="the list of weights of the linear layers in net.modules()"
    )
