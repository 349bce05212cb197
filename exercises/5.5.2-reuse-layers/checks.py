"""Hidden checks of 5.5.2: the first two layers of a net serve another one."""

import copy

import inside
import torch
from torch import nn

from grader.checks import close, equal, fail, raises


def reuse(old, head, *, share=False, freeze=False):
    """Return the judge's own new net."""
    layers = old[:2] if share else copy.deepcopy(old[:2])
    if freeze:
        layers.requires_grad_(requires_grad=False)
    return nn.Sequential(layers[0], layers[1], head)


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


def norm_with_history(norm):
    """Give a batch normalization statistics and parameters that are not the initial ones."""
    norm.running_mean.normal_()
    norm.running_var.uniform_(0.5, 2)
    nn.init.normal_(norm.weight)
    nn.init.normal_(norm.bias)
    return norm


def some_nets():
    """Return an old net, a head of another width, and data for both."""
    old = nn.Sequential(nn.Linear(6, 5), nn.Tanh(), nn.Linear(5, 4))
    return old, nn.Linear(5, 3), torch.randn(7, 6), torch.randn(7, 3), torch.randn(7, 4)


def names_as_text(names):
    """Return the names in alphabetical order."""
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        fail(f"load_first_two returns {names!r}, expected a list of names")
    return sorted(names)


def test_any_layers_can_be_reused(student):
    """Convolution with batch normalization, a layer without bias, a layer behind Flatten: all values arrive."""
    maps = nn.Sequential(
        nn.Conv2d(3, 4, 3, padding=1), norm_with_history(nn.BatchNorm2d(4)), nn.ReLU(), nn.Conv2d(4, 2, 1)
    )
    rows = nn.Sequential(nn.Linear(6, 5, bias=False), nn.LeakyReLU(0.3), nn.Linear(5, 2))
    flat = nn.Sequential(nn.Flatten(), nn.Linear(6, 5), nn.ReLU(), nn.Linear(5, 2))
    for old, head, X, what in (
        (maps, nn.Conv2d(4, 5, 3), torch.randn(2, 3, 6, 5), "Conv2d and BatchNorm2d"),
        (
            rows,
            nn.Sequential(nn.Linear(5, 8), nn.ReLU(), nn.Linear(8, 3)),
            torch.randn(4, 6),
            "a Linear without bias and LeakyReLU",
        ),
        (flat, nn.Linear(5, 1), torch.randn(4, 2, 3), "Flatten and Linear"),
    ):
        for training, mode in ((False, "evaluation"), (True, "training")):
            for inputs in (X, torch.cat([X, torch.randn_like(X)])):
                net = reuse(old, head).train(training)
                expected = net(inputs), net(inputs)
                output = student.run(inside.run, old, head, inputs, training=training)
                close(output, expected, what=f"the outputs of a net in {mode} mode that reuses {what}")


def test_copies_are_independent(student):
    """Training either net leaves the other exactly as it was, statistics included; the head is the caller's own."""
    old = nn.Sequential(nn.Linear(6, 5), norm_with_history(nn.BatchNorm1d(5)), nn.Tanh(), nn.Linear(5, 4))
    head, X, Y = nn.Linear(5, 3), torch.randn(7, 6), torch.randn(7, 3)
    answer = student.run(inside.train_new, old, head, X, Y, {})
    equal(answer["old"], inside.values(old), what="the values in old.state_dict() after training the new net")
    expected = train(reuse(old, head), X, Y)
    close(answer["new"], expected, what="the new net's outputs after each step")
    close(answer["head"], inside.values(head), what="the parameters of the caller's head after training")
    old, head, X, _, Y = some_nets()
    answer = student.run(inside.train_old, old, head, X, Y, {"share": False})
    equal(answer["after"], answer["before"], what="the new net's output after training the old one")
    close(answer["before"], reuse(old, head)(X).detach(), what="the new net's output before that")
    close(answer["old"], train(old, X, Y), what="the old net's outputs after each step")


def test_shared_layers_are_the_same(student):
    """With share=True each net sees at once what happens to the other: changes, gradients, training."""
    old, head, X, Y, _ = some_nets()
    change = torch.randn(5, 6)
    answer = student.run(inside.change_old, old, head, X, Y, change)
    changed, own_head = copy.deepcopy(old), copy.deepcopy(head)
    with torch.no_grad():
        changed[0].weight.add_(change)
    output = reuse(changed, own_head, share=True)(X)
    nn.functional.mse_loss(output, Y).backward()
    close(answer["output"], output, what="the new net's output after a change of old[0].weight")
    close(answer["gradient"], changed[0].weight.grad, what="old[0].weight.grad after the new net's backward")
    answer = student.run(inside.train_new, old, head, X, Y, {"share": True})
    close(answer["new"], train(reuse(old, head, share=True), X, Y), what="the new net's outputs after each step")
    close(answer["old_output"], old(X), what="the old net's output after training the new net")


def test_frozen_layers_stay(student):
    """With freeze=True training the new net moves the head and nothing else."""
    old, head, X, Y, _ = some_nets()
    answer = student.run(inside.train_new, old, head, X, Y, {"freeze": True})
    expected = train(reuse(old, head, freeze=True), X, Y)
    close(answer["new"], expected, what="the new net's outputs after each step")
    close(answer["head"], inside.values(head), what="the head's parameters after training")


def test_freezing_copies_leaves_old_free(student):
    """With freeze=True and copies, all layers of the old net go on learning, and it keeps all of them."""
    old, head, X, _, Y = some_nets()
    answer = student.run(inside.train_old, old, head, X, Y, {"freeze": True})
    equal(answer["children"], len(old), what="len(old) after reuse(old, head, freeze=True)")
    close(answer["old"], train(old, X, Y), what="the old net's outputs after each step")


def test_freezing_shared_layers(student):
    """With share=True and freeze=True the two layers stay in both nets, and the rest of the old net learns."""
    old, head, X, Y, other_Y = some_nets()
    answer = student.run(inside.train_old, old, head, X, other_Y, {"share": True, "freeze": True})
    mine = copy.deepcopy(old)
    reuse(mine, copy.deepcopy(head), share=True, freeze=True)
    close(answer["old"], train(mine, X, other_Y), what="the old net's outputs after each step")
    equal(answer["after"], answer["before"], what="the new net's output after training the old one")
    answer = student.run(inside.train_new, old, head, X, Y, {"share": True, "freeze": True})
    close(answer["new"], train(reuse(old, head, freeze=True), X, Y), what="the new net's outputs after each step")


def test_loads_nothing_else(student):
    """Only the first two layers are loaded: not the third, though it would fit, and not layers 10 and 11."""
    other, new = (nn.Sequential(*[nn.Linear(4, 4) for _ in range(12)]) for _ in range(2))
    student.run(inside.save_state, other, "other.pt")
    answer = student.run(inside.load, "other.pt", new)
    loaded = {name: value for name, value in other.state_dict().items() if name.split(".")[0] in ("0", "1")}
    equal(names_as_text(answer["names"]), sorted(loaded), what="the names that load_first_two returns, sorted")
    equal(answer["state"], {**new.state_dict(), **loaded}, what="new.state_dict() after load_first_two")


def test_loads_beside_another_head(student):
    """A convolution and a batch normalization are loaded with their buffers, though the heads have other widths."""
    norm = norm_with_history(nn.BatchNorm2d(4))
    norm.num_batches_tracked += 17
    other = nn.Sequential(nn.Conv2d(3, 4, 3, bias=False), norm, nn.Conv2d(4, 2, 1))
    new = nn.Sequential(nn.Conv2d(3, 4, 3, bias=False), nn.BatchNorm2d(4), nn.Conv2d(4, 7, 1), nn.Flatten())
    student.run(inside.save_state, other, "other.pt")
    answer = student.run(inside.load, "other.pt", new)
    loaded = {name: value for name, value in other.state_dict().items() if name.split(".")[0] in ("0", "1")}
    equal(names_as_text(answer["names"]), sorted(loaded), what="the names that load_first_two returns, sorted")
    equal(answer["state"], {**new.state_dict(), **loaded}, what="new.state_dict() after load_first_two")


def test_refuses_what_does_not_match(student):
    """A file under other names, or with a layer of another size, raises an error; without a match nothing changes."""
    other, new = (nn.Sequential(nn.Linear(6, 5), nn.Tanh(), nn.Linear(5, width)) for width in (7, 4))
    student.run(inside.save_prefixed, other, "prefixed.pt", "net.")
    net = student.put(new)
    with raises(Exception):
        student.load_first_two("prefixed.pt", net)
    equal(dict(net.state_dict()), dict(new.state_dict()), what="new.state_dict() after a file without a match")
    student.run(inside.save_state, nn.Sequential(nn.Linear(6, 8), nn.Tanh(), nn.Linear(8, 4)), "wider.pt")
    with raises(Exception):
        student.load_first_two("wider.pt", net)
    student.run(inside.save_state, other, "other.pt")
    answer = student.run(inside.load, "other.pt", net)
    equal(names_as_text(answer["names"]), ["0.bias", "0.weight"], what="the names for a file that matches, sorted")
    equal(answer["state"]["0.weight"], other[0].weight.detach(), what="new[0].weight after a file that matches")
