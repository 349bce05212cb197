"""Hidden checks of 5.5.1: a checkpoint from which training goes on exactly, and that no interruption destroys."""

import copy
import random

import inside
import torch
from torch import nn

from grader.checks import close, equal, fail, raises

FILE = "run.pt"


def some_net():
    """Return a net in float64, in training mode, with a batch normalization.

    A bias before that would have a gradient of zero but for rounding, which Adam makes as large as any other.
    """
    return nn.Sequential(nn.Linear(6, 8, bias=False), nn.BatchNorm1d(8), nn.Tanh(), nn.Linear(8, 3)).double()


def some_data(steps):
    """Return a minibatch for each step: inputs and targets."""
    return torch.randn(steps, 8, 6, dtype=torch.float64), torch.randn(steps, 8, 3, dtype=torch.float64)


def some_inputs():
    """Return one minibatch of inputs."""
    return torch.randn(8, 6, dtype=torch.float64)


def trained(net, kind, *data):
    """Return the judge's own copy of `net` after training on the minibatches of all `data` in a row."""
    own = copy.deepcopy(net)
    opt = inside.optimizer_for(own, kind)
    for X, Y in data:
        inside.train(own, opt, X, Y)
    return own


def left(student):
    """Return what a process with the submission finds again: all that it wrote, also what lies beside the path."""
    return [name for name in student.files if "/" not in name]


def resume(student, kind):
    """Train for some steps, save, and go on in a new process; compare with all steps in a row.

    The minibatches of the second part are drawn once the first process has ended: what goes on is in the file.
    """
    net, other, steps = some_net(), some_net(), random.randint(15, 25)  # noqa: S311
    first = some_data(steps)
    student.run(inside.train_and_save, FILE, net, kind, *first, steps)
    student.fresh(keep=left(student))
    second = some_data(20)
    answer = student.run(inside.load_and_train, FILE, other, kind, *second)
    equal(answer["step"], steps, what="load_checkpoint(path, net, opt)")
    expected = inside.values(trained(net, kind, first, second).parameters())
    what = f"the parameters after {steps} steps, a new process, and 20 more steps"
    close(answer["parameters"], expected, what=what)


def test_resumes_with_momentum(student):
    """SGD with momentum and a falling learning rate: a new process half-way changes nothing."""
    resume(student, "SGD")


def test_resumes_with_adam(student):
    """Adam with a falling learning rate: a new process half-way changes nothing."""
    resume(student, "Adam")


def test_keeps_buffers(student):
    """In evaluation mode the loaded net computes what the saved one computes: the statistics came along."""
    net, other, data = some_net(), some_net(), some_data(9)
    student.run(inside.train_and_save, FILE, net, "SGD", *data, 9)
    student.fresh(keep=left(student))
    X = some_inputs()
    output = student.run(inside.load_and_evaluate, FILE, other, "SGD", X)
    close(output, trained(net, "SGD", data).eval()(X), what="net.eval()(X) after load_checkpoint")


def test_saving_disturbs_nothing(student):
    """Saving now and then does not change the training run, and the last checkpoint is the one that counts."""
    net, other, (X, Y) = some_net(), some_net(), some_data(12)
    last = random.randint(6, 10)  # noqa: S311
    state = student.run(inside.save_on_the_way, FILE, net, "SGD", X, Y, [0, 3, 4, last])
    expected = inside.values(trained(net, "SGD", (X, Y)).state_dict().values())
    close(state, expected, what="the values in net.state_dict() after training with four checkpoints on the way")
    student.fresh(keep=left(student))
    answer = student.run(inside.load, FILE, other)
    expected = inside.values(trained(net, "SGD", (X[:last], Y[:last])).parameters())
    close(answer["parameters"], expected, what="the parameters that are loaded from the last of these checkpoints")


def test_keeps_the_mode(student):
    """A net in evaluation mode is still in evaluation mode after saving, and after loading."""
    net, other, X = some_net(), some_net(), some_inputs()
    nn.init.normal_(net[1].running_mean)
    output = student.run(inside.save_and_run, FILE, net, X)
    expected = net.eval()(X)
    close(output, expected, what="net(X) for a net in evaluation mode, after save_checkpoint")
    student.fresh(keep=left(student))
    X = some_inputs()
    output = student.run(inside.load_and_run, FILE, other, X)
    close(output, net(X), what="net(X) for a net in evaluation mode, after load_checkpoint")


def test_holds_data_only(student):
    """In a process without your code, torch.load(path) opens what a training run has saved: all values are there."""
    net, other, data, X = some_net(), some_net(), some_data(3), some_inputs()
    student.run(inside.train_and_save, FILE, net, "SGD", *data, 3)
    student.fresh(keep=left(student))
    output = student.run(inside.load_and_evaluate, FILE, other, "SGD", X)
    student.fresh(code=False, keep=[FILE])
    tensors = student.run(inside.read_plainly, FILE)
    expected = trained(net, "SGD", data)
    for name, value in expected.state_dict().items():
        if not any(
            found.shape == value.shape and found.dtype == value.dtype and torch.allclose(found, value)
            for found in tensors
        ):
            fail(f"the file opens, but none of the {len(tensors)} tensors in it is {name}")
    close(output, expected.eval()(X), what="net.eval()(X) after load_checkpoint has read the same file")


def same_file(student, before, when):
    """Fail unless the file at `path` still holds the bytes `before`."""
    after = student.files.get(FILE)
    if after is None:
        fail(f"there is no file at path {when}")
    if after != before:
        fail(f"the file at path is another one {when}: it had {len(before)} bytes, now it has {len(after)}")


def loads(student, net, what):
    """Fail unless a new process loads the parameters of `net`."""
    student.fresh(keep=left(student))
    answer = student.run(inside.load, FILE, nn.Linear(6, 5))
    close(answer["parameters"], inside.values(net.parameters()), what=what)


def test_full_disk_keeps_the_old_file(student):
    """If the disk is full, saving raises an error and the file at path remains as it was, byte for byte.

    The checkpoint of the large net is larger than any file may become. Which of the saves fail is drawn by lot.
    """
    latest = nn.Linear(6, 5)
    student.run(inside.save, FILE, latest, 3)
    fits = random.sample([True] * 3 + [False] * 2, 5)
    for fit in fits:
        net = nn.Linear(6, 5) if fit else nn.Linear(400, 300)
        before = student.files.get(FILE)
        with student.watching(FILE) as events:
            if fit:
                student.run(inside.save, FILE, net, 4)
                latest = net
            else:
                with raises(Exception):
                    student.run(inside.save, FILE, net, 4)
        if not fit:
            same_file(student, before, "after a save that failed for want of space")
        if events[:1] == ["written"]:
            fail("the old checkpoint was written over: if the disk is full just then, nothing is left of it")
    loads(student, latest, "the parameters that are loaded after some saves that failed and some that did not")


def test_replaces_in_one_step(student):
    """Nobody ever finds half a file at path, or none, or has the old one changed while reading it."""
    student.run(inside.save, FILE, nn.Linear(6, 5), 3)
    for _ in range(3):
        net = nn.Linear(6, 5)
        with student.watching(FILE) as events:
            student.run(inside.save, FILE, net, 4)
        if "written" in events:
            fail("the file at path was written to: who has opened the old checkpoint reads something else")
        if "removed" in events or "moved away" in events:
            fail("for a moment there was no file at path")
        if not events:
            fail("nothing has taken the place of the file at path")
        if set(events) != {"put in place"}:
            fail(f"this has happened to the file at path: {', '.join(events)}; expected one file put in its place")
    loads(student, net, "the parameters of the last checkpoint")
