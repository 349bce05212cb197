"""Hidden checks of 5.5.1: a checkpoint from which training goes on exactly, and that no interruption destroys."""

import copy

import inside
import torch
from torch import nn

from grader.checks import close, equal, fail, raises

STEPS = 40


def some_net():
    """Return a net in float64, in training mode, with a batch normalization.

    A bias before that would have a gradient of zero but for rounding, which Adam makes as large as any other.
    """
    return nn.Sequential(nn.Linear(6, 8, bias=False), nn.BatchNorm1d(8), nn.Tanh(), nn.Linear(8, 3)).double()


def some_data():
    """Return a minibatch for each step: inputs and targets."""
    return torch.randn(STEPS, 8, 6, dtype=torch.float64), torch.randn(STEPS, 8, 3, dtype=torch.float64)


def trained(net, kind, X, Y, steps):
    """Return the judge's own copy of `net` after `steps` steps in a row."""
    own = copy.deepcopy(net)
    inside.train(own, inside.optimizer_for(own, kind), X, Y, 0, steps)
    return own


def resume(student, kind):
    """Train half of the steps, save, and make the other half in a new process; compare with all of them in a row."""
    net, other = some_net(), some_net()
    X, Y = some_data()
    student.run(inside.train_and_save, "run.pt", net, kind, X, Y, STEPS // 2)
    student.fresh()
    answer = student.run(inside.load_and_train, "run.pt", other, kind, X, Y, STEPS)
    equal(answer["step"], STEPS // 2, what="load_checkpoint(path, net, opt)")
    expected = inside.values(trained(net, kind, X, Y, STEPS).parameters())
    close(answer["parameters"], expected, what=f"the parameters after {STEPS} steps with a new process half-way")


def test_resumes_with_momentum(student):
    """SGD with momentum and a falling learning rate: a new process half-way changes nothing."""
    resume(student, "SGD")


def test_resumes_with_adam(student):
    """Adam with a falling learning rate: a new process half-way changes nothing."""
    resume(student, "Adam")


def test_keeps_buffers(student):
    """In evaluation mode the loaded net computes what the saved one computes: the statistics came along."""
    net, other = some_net(), some_net()
    X, Y = some_data()
    student.run(inside.train_and_save, "run.pt", net, "Adam", X, Y, 9)
    student.fresh()
    output = student.run(inside.load_and_evaluate, "run.pt", other, "Adam", X[0])
    close(output, trained(net, "Adam", X, Y, 9).eval()(X[0]), what="net.eval()(X) after load_checkpoint")


def test_saving_disturbs_nothing(student):
    """Saving now and then does not change the training run, and the last checkpoint is the one that counts."""
    net, other = some_net(), some_net()
    X, Y = some_data()
    state = student.run(inside.save_on_the_way, net, "SGD", X, Y, [0, 3, 4, 9], 12)
    expected = inside.values(trained(net, "SGD", X, Y, 12).state_dict().values())
    close(state, expected, what="the values in net.state_dict() after training with four checkpoints on the way")
    answer = student.run(inside.load, "run.pt", other)
    expected = inside.values(trained(net, "SGD", X, Y, 9).parameters())
    close(answer["parameters"], expected, what="the parameters that are loaded from the last of these checkpoints")


def test_keeps_the_mode(student):
    """A net in evaluation mode is still in evaluation mode after saving, and after loading."""
    net, other, X = some_net(), some_net(), torch.randn(8, 6, dtype=torch.float64)
    nn.init.normal_(net[1].running_mean)
    answer = student.run(inside.run_after_saving_and_loading, net, other, X)
    expected = net.eval()(X)
    close(answer["saved"], expected, what="net(X) for a net in evaluation mode, after save_checkpoint")
    close(answer["loaded"], expected, what="net(X) for a net in evaluation mode, after load_checkpoint")


def test_holds_data_only(student):
    """In a process without your code, torch.load(path) opens what a training run has saved: all values are there."""
    net = some_net()
    X, Y = some_data()
    student.run(inside.train_and_save, "run.pt", net, "Adam", X, Y, 3)
    student.fresh(code=False)
    tensors = student.run(inside.read_plainly, "run.pt")
    for name, value in trained(net, "Adam", X, Y, 3).state_dict().items():
        if not any(
            found.shape == value.shape and found.dtype == value.dtype and torch.allclose(found, value)
            for found in tensors
        ):
            fail(f"the file opens, but none of the {len(tensors)} tensors in it is {name}")


def small_and_large():
    """Return two nets: the checkpoint of the second is larger than any file may become."""
    return nn.Linear(6, 5), nn.Linear(400, 300)


def same_file(student, before, when):
    """Fail unless the file at `path` still holds the bytes `before`."""
    after = student.files.get("run.pt")
    if after is None:
        fail(f"there is no file at path {when}")
    if after != before:
        fail(f"the file at path is another one {when}: it had {len(before)} bytes, now it has {len(after)}")


def test_full_disk_keeps_the_old_file(student):
    """If the disk is full, saving raises an error and the file at path remains as it was, byte for byte."""
    small, large = small_and_large()
    student.run(inside.save, "run.pt", small, 3)
    before = student.files["run.pt"]
    with raises(Exception):
        student.run(inside.save, "run.pt", large, 4)
    same_file(student, before, "after a second save that failed for want of space")
    student.fresh()
    answer = student.run(inside.load, "run.pt", nn.Linear(6, 5))
    close(answer["parameters"], inside.values(small.parameters()), what="the parameters that are loaded after that")


def test_replaces_in_one_step(student):
    """Who has opened the old file reads it to its end, and before every single instruction a whole file is at path."""
    first, second, third = nn.Linear(6, 5), nn.Linear(6, 5), nn.Linear(6, 5)
    student.run(inside.save, "run.pt", first, 3)
    before = student.files["run.pt"]
    if student.run(inside.save_while_reading, "run.pt", second, 4) != before:
        fail("a program that had opened the old file reads something else once a new checkpoint is saved")
    answer = student.run(inside.load, "run.pt", nn.Linear(6, 5))
    close(answer["parameters"], inside.values(second.parameters()), what="the parameters of the second checkpoint")
    seen = student.run(inside.save_while_watching, "run.pt", third, 5)
    if None in seen:
        fail("during the third save there was no file at path for a moment")
    if len(seen) > 2:
        fail(f"during the third save the file at path had {len(seen)} different states: it was not replaced at once")
    answer = student.run(inside.load, "run.pt", nn.Linear(6, 5))
    close(answer["parameters"], inside.values(third.parameters()), what="the parameters of the third checkpoint")
