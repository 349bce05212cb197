"""Runs in the student's process: nets to be saved, a file that bites, and what PyTorch itself says about saving."""

import io
import pickle
import warnings

import torch
from torch import nn


class MLP(nn.Module):
    """A net of a class that other processes do not have."""

    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(4, 8)
        self.out = nn.Linear(8, 2)

    def forward(self, X):
        """Run both layers."""
        return self.out(torch.relu(self.hidden(X)))


class Halving(nn.Module):
    """Halves its input until it is small: how often depends on the input."""

    def forward(self, X):
        """Halve X."""
        while X.abs().sum() > 1:
            X = X / 2
        return X


class Branching(nn.Module):
    """Goes one of two ways."""

    def __init__(self):
        super().__init__()
        self.positive, self.negative = nn.Linear(4, 4), nn.Linear(4, 4)

    def forward(self, X):
        """Choose the way by the sum of X."""
        if X.sum() > 0:
            return self.positive(X)
        return self.negative(X)


class Residual(nn.Sequential):
    """An nn.Sequential that does something else than its layers in a row."""

    def forward(self, X):
        """Add X to what the layers make of it."""
        return X + super().forward(X)


class Scaled(nn.Module):
    """Keeps a number that is neither a parameter nor a buffer."""

    def __init__(self, factor):
        super().__init__()
        self.layer, self.factor = nn.Linear(4, 4), factor

    def forward(self, X):
        """Scale the output of the layer."""
        return self.factor * self.layer(X)


def save(work, net, path, example):
    """Save a net."""
    work.save_model(net, path, example)


def save_and_load(work, net, path, X):
    """Save and load in one process, and run what was loaded."""
    work.save_model(net, path, X)
    return work.load_model(path)(X)


def save_and_go_on(work, net, path, example, X):
    """Save a net and use it as it is after that; return its output and its state."""
    work.save_model(net, path, example)
    return {"output": net(X), "state": dict(net.state_dict())}


class Trap:
    """Leaves a file behind when it is unpickled."""

    def __reduce__(self):
        """Have the unpickler open a file."""
        return open, ("trap.txt", "w")


def write_trap(_work, path, kind):
    """Write a file that runs code when it is unpickled: by torch.save, or a plain pickle."""
    if kind == "torch.save":
        torch.save(Trap(), path)
    else:
        with open(path, "wb") as file:  # noqa: PTH123
            pickle.dump(Trap(), file)


def write_examples(_work):
    """Write the files of which the predictions speak; tell what happens while they are written."""
    warnings.simplefilter("ignore")
    X = torch.ones(4, 4)
    plain = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2))
    torch.save(plain, "plain.pt")
    torch.save(plain.state_dict(), "state.pt")
    torch.save(MLP(), "mlp.pt")
    torch.export.save(torch.export.export(MLP(), (X,)), "static.pt2")
    batch = {0: torch.export.Dim("batch")}
    torch.export.save(torch.export.export(MLP(), (X,), dynamic_shapes=(batch,)), "dynamic.pt2")
    torch.jit.script(MLP()).save("scripted.pt")
    with_lambda = MLP()
    with_lambda.activation = lambda X: X.relu()
    expected = Halving()(100 * X)
    return {
        "lambda_can_be_pickled": _works(lambda: torch.save(with_lambda, io.BytesIO())),
        "export_takes_halving": _works(lambda: torch.export.export(Halving(), (X,))),
        "trace_follows_the_data": torch.equal(torch.jit.trace(Halving(), X)(100 * X), expected),
        "script_follows_the_data": torch.equal(torch.jit.script(Halving())(100 * X), expected),
    }


def read_examples(_work):
    """Load these files where the class is unknown, then where it has another forward; tell what happens."""
    warnings.simplefilter("ignore")
    X = torch.ones(4, 4)
    del globals()["MLP"]
    seen = {
        "plain_loads_by_default": _works(lambda: torch.load("plain.pt")),
        "state_dict_loads_by_default": _works(lambda: torch.load("state.pt")),
        "stranger_unpickles_mlp": _works(lambda: torch.load("mlp.pt", weights_only=False)),
        "stranger_loads_exported_mlp": _works(lambda: torch.export.load("static.pt2").module()(X)),
        "export_takes_other_batches": _works(lambda: torch.export.load("static.pt2").module()(X[:3])),
        "dynamic_export_takes_other_batches": _works(lambda: torch.export.load("dynamic.pt2").module()(X[:3])),
        "stranger_loads_scripted_mlp": _works(lambda: torch.jit.load("scripted.pt")(X)),
    }
    other = type("MLP", (nn.Module,), {"forward": lambda _self, _X: "different", "__module__": __name__})
    globals()["MLP"] = other
    seen["pickled_net_gets_new_code"] = torch.load("mlp.pt", weights_only=False)(X) == "different"
    return seen


def _works(action):
    try:
        action()
    except Exception:  # noqa: BLE001  whether there is one was asked
        return False
    return True
