"""The checks that you may read and run yourself."""

import random

import inside
import torch
from torch import nn

from grader.checks import Mistake, close, equal


def test_step_and_parameters_come_back(student):
    """A second net that loads the file has the saved parameters, and the step is the one that was saved, 0 included."""
    for step in (random.randint(1, 10**6), 0):  # noqa: S311
        net, other = nn.Linear(4, 3), nn.Linear(4, 3)
        student.run(inside.save, "run.pt", net, step)
        student.fresh(keep=[name for name in student.files if "/" not in name])
        answer = student.run(inside.load, "run.pt", other)
        equal(answer["step"], step, what="load_checkpoint(path, net, opt)")
        untouched = Mistake(
            inside.values(other.parameters()),
            en="The net has the parameters that it had before loading: nothing was loaded into this net.",
            zh="网络的参数与加载之前相同：没有任何内容被加载到这个网络中。",
        )
        parameters = inside.values(net.parameters())
        close(answer["parameters"], parameters, what="the parameters after loading", mistakes=[untouched])


def test_file_opens_plainly(student):
    """In a process without your code, torch.load(path) opens the file, and the parameters are in it."""
    net = nn.Linear(4, 3)
    student.run(inside.save, "run.pt", net, 1)
    student.fresh(keep=[name for name in student.files if "/" not in name])
    answer = student.run(inside.load, "run.pt", nn.Linear(4, 3))
    student.fresh(code=False, keep=["run.pt"])
    tensors = student.run(inside.read_plainly, "run.pt")
    found = [tensor for tensor in tensors if tensor.shape == net.weight.shape and torch.equal(tensor, net.weight)]
    equal(bool(found), expected=True, what="whether a tensor in the file is the net's weight")
    close(answer["parameters"], inside.values(net.parameters()), what="the parameters loaded from the same file")
