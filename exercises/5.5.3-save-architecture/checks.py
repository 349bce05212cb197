"""Hidden checks of 5.5.3: a file from which a program that knows nothing of a net can run it."""

import copy
import random

import inside
import torch
from torch import nn

from grader.checks import StudentError, close, fail, prediction, raises


def norm_with_history(norm):
    """Give a batch normalization statistics that are not the initial ones."""
    norm.running_mean.normal_()
    norm.running_var.uniform_(0.5, 2)
    return norm


def evaluated(net, X):
    """Return what a net computes in evaluation mode, without changing it."""
    return copy.deepcopy(net).eval()(X).detach()


def compare_in_new_process(student, nets):
    """Save nets, load them where nothing of `inside` exists, and compare outputs.

    Args:
        student: the submission.
        nets: by a name for each: the net, its example, and inputs to compare on.
    """
    for number, (net, example, _) in enumerate(nets.values()):
        student.run(inside.save, net, f"{number}.pt2", example)
    load_and_compare(student, {f"{number}.pt2": (name, *nets[name]) for number, name in enumerate(nets)})


def load_and_compare(student, files):
    """Load files in a new process, and compare outputs."""
    student.fresh(inside=False, keep=list(files))
    for path, (name, net, _, inputs) in files.items():
        model = student.load_model(path)
        for X in inputs:
            what = f"the loaded model's output for an input of shape {tuple(X.shape)}, the net being {name}"
            close(model(X), evaluated(net, X), what=what)


def test_stranger_runs_the_model(student):
    """In a process that has nothing but your file, the loaded model computes what the net computes."""
    deep = nn.Sequential(*[layer for _ in range(6) for layer in (nn.Linear(5, 5), nn.ReLU())], nn.Linear(5, 3))
    one = nn.Sequential(nn.Linear(7, 2))
    nets = {
        "a deep one": (deep, torch.randn(4, 5), [torch.randn(4, 5), 10 * torch.randn(4, 5)]),
        "a single layer": (one, torch.randn(3, 7), [torch.randn(3, 7)]),
    }
    compare_in_new_process(student, nets)


def test_other_batch_sizes(student):
    """The loaded model accepts one row, and fewer and more rows than the example had."""
    net = nn.Sequential(nn.Linear(5, 6), nn.ReLU(), nn.Linear(6, 3))
    inputs = [torch.randn(rows, 5) for rows in (3, 1, 2, 17)]
    compare_in_new_process(student, {"a net whose example had 4 rows": (net, torch.randn(4, 5), inputs)})


def test_layers_keep_their_settings(student):
    """Slopes, eps, missing biases, statistics, Flatten and float64 arrive as they were."""
    rows = nn.Sequential(
        nn.Linear(5, 6, bias=False),
        norm_with_history(nn.BatchNorm1d(6, eps=0.3)),
        nn.LeakyReLU(0.4),
        nn.Linear(6, 4),
        norm_with_history(nn.BatchNorm1d(4, affine=False)),
        nn.LeakyReLU(),
    )
    maps = nn.Sequential(nn.Flatten(), nn.Linear(12, 3), nn.ReLU())
    double = nn.Sequential(nn.Linear(5, 4), norm_with_history(nn.BatchNorm1d(4)), nn.Linear(4, 2)).double()
    wide = torch.randn(4, 5, dtype=torch.float64)
    nets = {
        "of layers with settings": (rows.eval(), torch.randn(4, 5), [torch.randn(4, 5)]),
        "one with Flatten": (maps, torch.randn(4, 3, 2, 2), [torch.randn(4, 3, 2, 2)]),
        "one in float64": (double.eval(), wide, [torch.randn_like(wide)]),
    }
    compare_in_new_process(student, nets)


def test_loaded_model_evaluates(student):
    """Saved in training mode, the loaded model drops nothing and uses the statistics, each time anew."""
    net = nn.Sequential(nn.Linear(5, 40), norm_with_history(nn.BatchNorm1d(40)), nn.Dropout(0.5), nn.Linear(40, 3))
    X = torch.randn(6, 5)
    compare_in_new_process(student, {"one in training mode": (net.train(), torch.randn(6, 5), [X, X])})


def test_net_stays_as_it_is(student):
    """After saving, each layer of the net is in the mode that it was in, with the values that it had."""
    frozen, learning = norm_with_history(nn.BatchNorm1d(5)).eval(), norm_with_history(nn.BatchNorm1d(5)).train()
    net, X = nn.Sequential(frozen, nn.Linear(5, 5), learning), torch.randn(6, 5)
    answer = student.run(inside.save_and_go_on, net, "net.pt2", torch.randn(6, 5), X)
    close(
        answer["output"],
        net(X),
        what="net(X) after save_model, with one layer in evaluation and others in training mode",
    )
    close(answer["state"], dict(net.state_dict()), what="net.state_dict() after that")


def refused_or_right(student, nets):
    """Fail unless each net raises an error when it is saved, or computes right when it is loaded elsewhere.

    Among them are some that must not raise an error: who refuses everything is never wrong, and of no use.
    """
    layers = [nn.Linear(4, 5), nn.ReLU(), nn.Linear(5, 2)]
    ordinary = {f"an nn.Sequential of {count} layers": nn.Sequential(*layers[:count]) for count in (1, 3)}
    nets = {**nets, **{name: (net, torch.randn(3, 4), [torch.randn(3, 4)]) for name, net in ordinary.items()}}
    saved = {}
    for number, name in enumerate(random.sample(list(nets), len(nets))):
        net, example, inputs = nets[name]
        path = f"{number}.pt2"
        try:
            student.run(inside.save, net, path, example)
        except StudentError:
            if name in ordinary:
                raise
            continue
        saved[path] = (name, net, example, inputs)
    load_and_compare(student, saved)


def test_never_wrong_where_data_decides(student):
    """A net whose course depends on the input is refused when it is saved, or right for other inputs as well."""
    example = torch.full((3, 4), 0.25)
    inputs = [example, 50 * torch.rand(3, 4) + 1, -torch.rand(3, 4) - 1, 0.01 * torch.rand(3, 4)]
    nets = {
        "a while loop": (inside.Halving(), example, inputs),
        "an if": (inside.Branching(), example, inputs),
    }
    refused_or_right(student, nets)


def test_never_wrong_for_other_nets(student):
    """Nets of classes that a stranger does not know are refused when they are saved, or right when they are loaded."""
    example, inputs = torch.randn(3, 4), [torch.randn(3, 4), 10 * torch.randn(3, 4)]
    nets = {
        "a module with an nn.Linear and a factor": (inside.Scaled(3.5), example, inputs),
        "a class that derives from nn.Sequential": (inside.Residual(nn.Linear(4, 4), nn.ReLU()), example, inputs),
        "an nn.Sequential with Tanh and Softplus": (
            nn.Sequential(nn.Linear(4, 4), nn.Tanh(), nn.Softplus(beta=3)),
            example,
            inputs,
        ),
        "an MLP": (inside.MLP(), example, inputs),
    }
    refused_or_right(student, nets)


def test_runs_no_code(student):
    """Files that would run code raise an error, and of what stands in a file of your own nothing is run."""
    trap = f"trap-{random.getrandbits(64):x}"
    net, X = nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Linear(3, 2)), torch.randn(3, 4)
    student.run(inside.save, net, "net.pt2", X)
    student.fresh(code=False, keep=["net.pt2"])
    hostile, altered = student.run(inside.write_traps, "net.pt2", trap)
    student.fresh(keep=[*hostile, *altered])
    with student.watching(trap) as events:
        for path in hostile:
            with raises(Exception):
                student.load_model(path)
        student.run(inside.load_all, altered, X)
    if events or "Namespaces are one honking great idea" in student.printed:
        fail("load_model has run code from a file")
    output = student.run(inside.save_and_load, net, "net.pt2", X)
    close(output, evaluated(net, X), what="load_model(path)(X) for a file of your own")


def test_predictions(student, reference):
    """Everything that you predicted happens: in the process of the reference, where nothing is the student's."""
    prediction(student.literal("predict"), reference.run(inside.ask_pytorch))
