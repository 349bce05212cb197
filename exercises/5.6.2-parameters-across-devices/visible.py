"""The checks that you may read and run yourself."""

import inside
import torch
from torch import nn

from grader.checks import Mistake, close, equal


def untouched(state):
    """Return the mistake of a net that has the state that it had before."""
    return Mistake(
        state,
        en="The net has the parameters that it had before: the file was not loaded into this net.",
        zh="网络的参数与之前相同：文件没有被加载到这个网络中。",
    )


def test_saves_and_loads_on_the_cpu(student):
    """What one net saves, another one loads; and the result is that net: what changes one, changes the other."""
    net, other = (nn.Sequential(nn.Linear(5, 4), nn.Tanh(), nn.Linear(4, 3)) for _ in range(2))
    student.run(inside.save, net, "net.pt")
    student.fresh(keep=["net.pt"])
    state, output, same = student.run(inside.load_and_change, other, "net.pt", torch.randn(2, 5))
    what = "other.state_dict() after load_params(other, path, 'cpu')"
    equal(state, dict(net.state_dict()), what=what, mistakes=[untouched(dict(other.state_dict()))])
    another = Mistake(
        False,
        en="load_params does not return the net that it was given.",
        zh="load_params 返回的不是传给它的那个网络。",
    )
    equal(same, expected=True, what="load_params(other, path, 'cpu') is other", mistakes=[another])
    close(output, torch.zeros(2, 3), what="other(X) once the last parameters of load_params(other, path, 'cpu') are 0")


def test_file_holds_the_state_dict(student):
    """torch.load finds the dict of names and tensors in the file."""
    net = nn.Sequential(nn.Linear(5, 4), nn.BatchNorm1d(4), nn.Linear(4, 3))
    nn.init.normal_(net[1].running_mean)
    state = {name: value.clone() for name, value in net.state_dict().items()}
    student.run(inside.save, net, "net.pt")
    student.fresh(code=False, keep=["net.pt"])
    equal(student.run(inside.read_plainly, "net.pt"), state, what="torch.load(path)")


def test_loads_a_file_from_a_gpu(student):
    """A file that was written on cuda:0 can be loaded where there is no GPU."""
    net, other = nn.Linear(4, 3), nn.Linear(4, 3)
    student.fresh(code=False)
    student.run(inside.write_files, [("gpu.pt", dict(net.state_dict()), ["cuda:0"])])
    student.fresh(keep=["gpu.pt"])
    state = student.run(inside.load_without_gpu, other, "gpu.pt", "cpu")
    expected = {"weight": net.weight.detach(), "bias": net.bias.detach()}
    before = {"weight": other.weight.detach(), "bias": other.bias.detach()}
    what = "the state after load_params(net, path, 'cpu') without a GPU"
    equal(state, expected, what=what, mistakes=[untouched(before)])
