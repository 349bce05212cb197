"""The checks that you may read and run yourself."""

import inside
import torch
from torch import nn

from grader.checks import close, equal


def test_step_and_parameters_come_back(student):
    """A second net that loads the file has the saved parameters, and the step is the one that was saved, 0 included."""
    for step in (12, 0):
        net, other = nn.Linear(4, 3), nn.Linear(4, 3)
        student.run(inside.save, "run.pt", net, step)
        answer = student.run(inside.load, "run.pt", other)
        equal(answer["step"], step, what="load_checkpoint(path, net, opt)")
        close(answer["parameters"], inside.values(net.parameters()), what="the parameters after loading")


def test_file_opens_plainly(student):
    """In a process without your code, torch.load(path) opens the file, and the parameters are in it."""
    net = nn.Linear(4, 3)
    student.run(inside.save, "run.pt", net, 1)
    student.fresh(code=False)
    tensors = student.run(inside.read_plainly, "run.pt")
    found = [tensor for tensor in tensors if tensor.shape == net.weight.shape and torch.equal(tensor, net.weight)]
    equal(bool(found), expected=True, what="whether a tensor in the file is the net's weight")
