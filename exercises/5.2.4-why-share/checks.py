"""Hidden checks of 5.2.4: what sharing saves, what it does not, and what it means."""

import copy
import io

import inside
import torch
from torch import nn
from torch.autograd.graph import saved_tensors_hooks

from grader.checks import close, equal, fail, prediction, raises

NAME_BYTES = 64
"""Forgiven for each entry of the state: the file's name is repeated there, and padded."""


def some(low, high):
    """Return a random integer of low..high."""
    return int(torch.randint(low, high + 1, ()))


def mlp(d, h, out, hidden):
    """Return a net with these hidden layers between an input and an output layer."""
    modules = [nn.Linear(d, h)]
    for layer in hidden:
        modules += [nn.ReLU(), layer]
    return nn.Sequential(*modules, nn.ReLU(), nn.Linear(h, out))


def tied_mlp(d, h, depth, out):
    """Return a net that uses one hidden layer `depth` times."""
    return mlp(d, h, out, [nn.Linear(h, h)] * depth)


def untied_mlp(d, h, depth, out):
    """Return a net with `depth` hidden layers."""
    return mlp(d, h, out, [nn.Linear(h, h) for _ in range(depth)])


def count(net):
    """Return the number of trainable numbers."""
    return sum(parameter.numel() for parameter in net.parameters())


def compare_counts(student, d, h, depth, out):
    """Compare counts with nets that are built here."""
    expected = {"tied": count(tied_mlp(d, h, depth, out)), "untied": count(untied_mlp(d, h, depth, out))}
    equal(student.counts(d, h, depth, out), expected, what=f"counts({d}, {h}, {depth}, {out})")


def test_counts(student):
    """Both numbers are right for several random sizes, biases included."""
    for depth in (2, 3, some(4, 9)):
        compare_counts(student, some(3, 30), some(31, 60), depth, some(61, 90))


def test_counts_without_repetition(student):
    """A single hidden layer, or none, leaves nothing to share."""
    for depth in (1, 0):
        compare_counts(student, some(3, 30), some(31, 60), depth, some(61, 90))


def convolution(kernel, n):
    """Return the matrix that slides `kernel` along n inputs."""
    rows = n - len(kernel) + 1
    return torch.stack([nn.functional.pad(kernel, (step, rows - 1 - step)) for step in range(rows)])


def slide(kernel, x):
    """Return what torch makes of x with this kernel."""
    return nn.functional.conv1d(x.view(1, 1, -1), kernel.view(1, 1, -1)).flatten()


def compare_matrix(student, kernel, n):
    """Compare the matrix and its product with a random input with what torch computes."""
    x = torch.randn(n, dtype=kernel.dtype)
    answer = student.run(inside.multiply, kernel, x)
    what = f"conv_as_tied_dense(kernel, {n}) for a kernel of {len(kernel)}"
    close(answer["matrix"], convolution(kernel, n), what=what)
    close(answer["product"], slide(kernel, x), what=f"{what}, times x,")


def test_matrix_computes_the_convolution(student):
    """Times x, the matrix gives what conv1d gives, for kernels and inputs of several lengths."""
    same = some(6, 12)
    for length, n in ((3, same), (3, same), (2, some(5, 9)), (some(4, 6), some(13, 20))):
        compare_matrix(student, torch.randn(length), n)


def test_matrix_at_the_edges(student):
    """A kernel of one entry, a kernel as long as the input, and a ValueError for one that is longer."""
    compare_matrix(student, torch.randn(1), some(3, 7))
    n = some(3, 7)
    compare_matrix(student, torch.randn(n), n)
    for longer in (n + 1, n + 4):
        with raises(ValueError):
            student.conv_as_tied_dense(torch.randn(longer), n)


def test_matrix_keeps_the_dtype(student):
    """A float64 kernel gives a float64 matrix of full precision, in whatever order its entries are."""
    kernel, n = torch.randn(3, dtype=torch.float64), some(6, 12)
    matrix = student.conv_as_tied_dense(kernel, n)
    entries = matrix.detach().flatten().sort().values if isinstance(matrix, torch.Tensor) else matrix
    close(entries, convolution(kernel, n).flatten().sort().values, what="all entries of the matrix, sorted")


def test_kernel_learns(student):
    """A gradient flows through the matrix to the kernel: each entry gets the sum over all of its places."""
    for n in (some(8, 12), some(13, 20)):
        kernel = torch.randn(3)
        found = student.run(inside.kernel_gradient, kernel, n)
        close(
            found,
            2 * (n - 2) * kernel,
            what="the gradient of the kernel for the sum of squares of all entries",
        )


def saved_size(net):
    """Return how many bytes torch.save makes of a net's state."""
    file = io.BytesIO()
    torch.save(net.state_dict(), file)
    return file.tell()


def compare_size(student, net, what):
    """Compare bytes_on_disk with what torch.save writes here, up to the name of the file."""
    answer, size = student.bytes_on_disk(net), saved_size(net)
    if type(answer) is not int:
        fail(f"bytes_on_disk returned no int for {what}")
    if abs(answer - size) > NAME_BYTES * len(net.state_dict()):
        fail(
            f"bytes_on_disk says {answer} for {what}, but torch.save writes {size} bytes, give or take the file's name"
        )


def test_bytes_on_disk(student):
    """A tied and an untied net have the sizes that torch.save gives them, in whichever order they are asked for."""
    sizes = (some(5, 20), some(30, 80), some(4, 6), some(5, 20))
    tied, untied = tied_mlp(*sizes), untied_mlp(*sizes)
    for net, kind in ((tied, "tied"), (untied, "untied"), (untied, "untied"), (tied, "tied")):
        compare_size(student, net, f"a net that is {kind}")


def test_bytes_of_other_nets(student):
    """Buffers and other dtypes count as they are saved."""
    norms = [nn.BatchNorm1d(some(200, 2000)) for _ in range(3)]
    compare_size(student, nn.Sequential(nn.Linear(some(5, 9), some(100, 900)), *norms), "a net with buffers")
    compare_size(student, untied_mlp(5, some(30, 90), 2, 4).double(), "a float64 net")


class Pair:
    """The two nets of the statement with their task; biases are positive, so that no unit is silent."""

    def __init__(self):
        shared = nn.Linear(8, 8)
        self.tied = mlp(4, 8, 2, [shared, shared])
        for parameter in self.tied.parameters():
            if parameter.dim() == 1:
                nn.init.ones_(parameter)
        self.untied = copy.deepcopy(self.tied)
        self.untied[4] = copy.deepcopy(self.untied[2])
        self.X, self.y = torch.randn(16, 4), torch.randn(16, 2)

    def step(self, net):
        """Take one step of SGD with momentum; return how many numbers the optimizer remembers."""
        optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
        nn.functional.mse_loss(net(self.X), self.y).backward()
        optimizer.step()
        return sum(buffer.numel() for state in optimizer.state.values() for buffer in state.values())

    def activation_bytes(self, net):
        """Return the bytes of what the forward propagation keeps for backward, parameters not counted."""
        own = {parameter.untyped_storage().data_ptr() for parameter in net.parameters()}
        kept = []
        with saved_tensors_hooks(lambda tensor: kept.append(tensor) or tensor, lambda tensor: tensor):
            output = net(self.X)
        storages = {tensor.untyped_storage().data_ptr(): tensor.untyped_storage().nbytes() for tensor in kept}
        del output
        return sum(size for pointer, size in storages.items() if pointer not in own)

    def multiplications(self, net):
        """Return how many products of two numbers the linear layers form for X."""
        done = []
        hooks = [
            layer.register_forward_hook(lambda layer, args, _: done.append(len(args[0]) * layer.weight.numel()))
            for layer in set(net)
            if isinstance(layer, nn.Linear)
        ]
        net(self.X)
        for hook in hooks:
            hook.remove()
        return sum(done)


def test_predictions(student):
    """Everything that you predicted happens."""
    pair = Pair()
    tied, untied = pair.tied, pair.untied
    conv = nn.Conv1d(1, 1, 3)
    truth = {
        "fewer_parameters": count(tied) < count(untied),
        "file_shrinks": saved_size(tied) < saved_size(untied),
        "longer_inputs_fit": [conv(torch.randn(1, 1, n)).shape[-1] for n in (10, 20)] == [8, 18],
        "activation_memory_shrinks": pair.activation_bytes(tied) < pair.activation_bytes(untied),
        "forward_work_shrinks": pair.multiplications(tied) < pair.multiplications(untied),
    }
    truth["optimizer_state_shrinks"] = pair.step(tied) < pair.step(untied)
    average = (untied[2].weight.grad + untied[4].weight.grad) / 2
    truth["gradient_is_averaged"] = torch.allclose(tied[2].weight.grad, average)
    truth["equal_layers_stay_equal"] = torch.allclose(untied[2].weight, untied[4].weight)
    prediction(student.literal("predict"), truth)
