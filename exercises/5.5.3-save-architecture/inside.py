"""Runs in the student's process: nets to be saved, and what PyTorch itself says about saving."""

import ast
import base64
import io
import json
import pickle
import random
import warnings
import zipfile

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


def load_all(work, paths, X):
    """Load files and run what comes, whatever errors that raises."""
    for path in paths:
        _works(lambda path=path: work.load_model(path)(X))


class Calls:
    """Calls a function when it is unpickled."""

    def __init__(self, function, *args):
        self.call = function, args

    def __reduce__(self):
        """Have the unpickler make the call."""
        return self.call


def pickles_that_call(trap):
    """Return pickles that leave an entry `trap` in the folder when they are loaded without care."""
    code = f"open({trap!r}, 'w')"
    calls = [Calls(open, trap, "w"), Calls(eval, code), Calls(exec, code), [{"state": Calls(open, trap, "w")}]]
    name = pickle.dumps(trap, protocol=0)[:-1].decode()
    by_path = f"\x80\x04\x8c\x13torch.serialization\x8c\x08os.mkdir\x93{name}\x85R.".encode("latin-1")
    return [*(pickle.dumps(call, protocol) for call in calls for protocol in (0, 2, 4)), by_path]


def write_traps(_work, path, trap):
    """Write files that leave an entry `trap` in the folder, or print a poem, if they are loaded without care.

    Returns:
        Names of files that nobody can load without running code; and names of copies of the file at `path`, in each of
        which one text stands for something else, or one part is a pickle that runs code.
    """
    pickles = pickles_that_call(trap)
    hostile = [*pickles]
    for zipped in (True, False):
        buffer = io.BytesIO()
        torch.save({"net": Calls(open, trap, "w")}, buffer, _use_new_zipfile_serialization=zipped)
        hostile.append(buffer.getvalue())
    with open(path, "rb") as file:  # noqa: PTH123
        content = file.read()
    altered = list(_altered_files(content, _attacks(trap), pickles))
    chooser = random.Random(trap)  # noqa: S311
    return _write("hostile", hostile), _write("altered", chooser.sample(altered, min(len(altered), 300)))


def _write(start, contents):
    names = []
    for content in contents:
        names.append(f"{start}-{len(names)}.pt2")
        with open(names[-1], "wb") as file:  # noqa: PTH123
            file.write(content)
    return names


def _attacks(trap):
    """Return functions that make of a text in a file another one that is dangerous to run, import or unpickle."""
    code = f"open({trap!r}, 'w')"
    texts = [
        code,
        f"lambda *X: {code}",
        "this",
        "this.s",
        base64.b64encode(pickle.dumps(Calls(open, trap, "w"))).decode(),
    ]
    texts += [f"{start}({code})" for start in ("Identity", "nn.Identity", "torch.nn.Identity", "__class__")]
    return [
        *(lambda _text, new=new: new for new in texts),
        lambda text: text.replace("(", f"(*[{code}][:0], ", 1),
        lambda text: f"{text}\n{code}\n",
        lambda text: f"{code} and {text}",
    ]


def _altered_files(content, attacks, pickles):
    """Yield copies of a file with one change each. What torch.export and torch.jit write is left to PyTorch."""
    buffer = io.BytesIO(content)
    names = zipfile.ZipFile(buffer).namelist() if zipfile.is_zipfile(buffer) else []
    parts = {name.split("/")[-1] for name in names}
    if parts & {"constants.pkl", "archive_format", "serialized_exported_program.json"}:
        return
    if (value := _loaded(content)) is not None:
        for changed in _altered(value, attacks, pickles):
            buffer = io.BytesIO()
            torch.save(changed, buffer)
            yield buffer.getvalue()
    for name in names:
        part = zipfile.ZipFile(io.BytesIO(content)).read(name)
        for changed in [*pickles, *([] if "data.pkl" in parts else _altered_files(part, attacks, []))]:
            yield _repacked(content, name, changed)
    if not names:
        yield from _altered_text(content, attacks, pickles)


def _loaded(content):
    try:
        return torch.load(io.BytesIO(content))
    except Exception:  # noqa: BLE001  then it is something else
        return None


def _repacked(content, name, part):
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for entry in old.namelist():
            new.writestr(entry, part if entry == name else old.read(entry))
    return buffer.getvalue()


def _altered_text(content, attacks, pickles):
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return
    for read, write in ((json.loads, json.dumps), (ast.literal_eval, repr)):
        try:
            value = read(text)
        except (ValueError, SyntaxError):
            continue
        yield from (write(changed).encode() for changed in _altered(value, attacks, pickles))
        return
    lines = text.splitlines()
    for number, line in enumerate(lines[:40]):
        yield from ("\n".join([*lines[:number], attack(line), *lines[number + 1 :]]).encode() for attack in attacks)


def _altered(value, attacks, pickles):
    """Yield copies of a value made of containers, each with one change."""
    match value:
        case str():
            yield from (attack(value) for attack in attacks)
        case bytes():
            yield from pickles
            yield from (attack("").encode() for attack in attacks)
        case torch.Tensor(dtype=torch.uint8):
            yield from (torch.tensor(list(one), dtype=torch.uint8) for one in pickles)
        case dict():
            for key, item in value.items():
                yield from ({**value, key: changed} for changed in _altered(item, attacks, pickles))
                for changed in _altered(key, attacks, pickles) if isinstance(key, str) else ():
                    yield {(changed if name == key else name): one for name, one in value.items()}
        case list() | tuple():
            for number, item in enumerate(value):
                for changed in _altered(item, attacks, pickles):
                    yield type(value)([*value[:number], changed, *value[number + 1 :]])


def ask_pytorch(_work):
    """Do all of which the predictions speak; tell what happens."""
    return {**write_examples(), **read_examples()}


def write_examples():
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


def read_examples():
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
