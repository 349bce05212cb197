"""Runs in the student's process: a pretended machine with GPUs, files from other machines, and training."""

import pickle
from unittest import mock

import torch
from torch import nn
from torch.overrides import TorchFunctionMode

LEARNING_RATE = 0.1
STEPS = 3

_MOVES = {torch.Tensor.to, torch.Tensor.cuda, torch.Tensor.cpu}
_current = {"machine": None, "tag": None}


class Machine(TorchFunctionMode):
    """A machine with some GPUs, all in the CPU's memory: knows on which device each storage is supposed to be.

    Args:
        gpus: how many there are.
        seal: called with the number of a device, -1 for the CPU, whenever something is put there; returns a tensor
            that tells the caller where that was, and nobody else.
    """

    def __init__(self, gpus, seal):
        super().__init__()
        self.gpus = gpus
        self._seal = seal
        self._places = {}
        self._seals = {}
        self._kept = []

    def __enter__(self):
        """Be the machine on which everything happens."""
        _current["machine"] = self
        return super().__enter__()

    def __exit__(self, *details):
        """Be it no longer."""
        _current["machine"] = None
        return super().__exit__(*details)

    def place(self, storage):
        """Return the device of a storage."""
        return self._places.get(_key(storage), "cpu")

    def put(self, storage, device):
        """Note that a storage is on a device."""
        if self.number(device) >= self.gpus:
            raise RuntimeError(f"there is no device {device}, this machine has {self.gpus} GPUs")
        self._places[_key(storage)] = f"cuda:{self.number(device)}" if _is_cuda(device) else "cpu"
        self._seals[_key(storage)] = self._seal(self.number(device))
        self._kept.append(storage)
        return storage

    @staticmethod
    def number(device):
        """Return the number of a GPU, -1 for the CPU."""
        return (torch.device(device).index or 0) if _is_cuda(device) else -1

    def __torch_function__(self, func, types, args=(), kwargs=None):
        """Make the call on the CPU, and note where its result would be."""
        del types
        kwargs = kwargs or {}
        first = args[0] if args and isinstance(args[0], torch.Tensor) else None
        here = "cpu" if first is None else self.place(first.untyped_storage())
        if func in {torch.device, torch._C._nn._parse_to}:  # noqa: SLF001 -- the latter only reads arguments of Module.to
            return func(*args, **kwargs)
        if first is not None and func == torch.Tensor.device.__get__:
            return torch.device(here)
        if first is not None and func == torch.Tensor.is_cuda.__get__:
            return _is_cuda(here)
        target = self._target(func, args, kwargs)
        if func is torch.Tensor.cuda:
            result = first
        else:
            result = func(*map(_on_cpu, args), **{name: _on_cpu(value) for name, value in kwargs.items()})
        if not isinstance(result, torch.Tensor):
            return result
        if func in _MOVES:
            if target is not None and target != here:
                result = result.clone() if _key(result.untyped_storage()) == _key(first.untyped_storage()) else result
                self.put(result.untyped_storage(), target)
                return result
            target = here
        if result is not first and _key(result.untyped_storage()) not in self._places:
            self.put(result.untyped_storage(), target or here)
        return result

    def _target(self, func, args, kwargs):
        """Return the device that a call asks for, None where it asks for none."""
        if func is torch.Tensor.cpu:
            return "cpu"
        asked = [value for value in (*args, *kwargs.values()) if _is_device(value)]
        if func is torch.Tensor.cuda:
            number = (*args[1:], *kwargs.values(), 0)[0]
            return f"cuda:{number}" if isinstance(number, int) else f"cuda:{self.number(number or 'cuda')}"
        if func is torch.Tensor.to and not asked:
            others = [value for value in args[1:] if isinstance(value, torch.Tensor)]
            return self.place(others[0].untyped_storage()) if others else None
        if not asked:
            return None
        return f"cuda:{self.number(asked[0])}" if _is_cuda(asked[0]) else "cpu"

    def seals(self, net):
        """Return the seal of each parameter and buffer by name, None of one that has never been put anywhere."""
        return {name: self._seals.get(_key(value.untyped_storage())) for name, value in net.state_dict().items()}


def _key(storage):
    """Return what tells storages apart, empty ones too, as long as they are kept."""
    return storage._cdata  # noqa: SLF001


def _is_device(value):
    if isinstance(value, torch.device):
        return value.type in {"cpu", "cuda"}
    return isinstance(value, str) and value.split(":")[0] in {"cpu", "cuda"}


def _is_cuda(value):
    return _is_device(value) and torch.device(value).type == "cuda"


def _on_cpu(value):
    return "cpu" if _is_cuda(value) else value


def _tag(storage):
    """Tell torch.save where a storage is supposed to be."""
    if _current["tag"] is not None:
        return _current["tag"](storage)
    machine = _current["machine"]
    place = "cpu" if machine is None else machine.place(storage)
    return place if _is_cuda(place) else None


def _restore(storage, location):
    """Put a storage that torch.load has read on its device, as torch does where there are GPUs."""
    machine = _current["machine"]
    if machine is None or not _is_cuda(location):
        return None
    return machine.put(storage, location)


torch.serialization.register_package(0, _tag, _restore)


def write_files(_work, files):
    """Write state dicts as machines with GPUs do: of each file the path, the state, and the devices of its tensors."""
    for path, state, locations in files:
        _write(path, state, locations)


def _write(path, state, locations):
    numbers = iter(range(len(state)))
    _current["tag"] = lambda _storage: locations[next(numbers) % len(locations)]
    try:
        torch.save(state, path)
    finally:
        _current["tag"] = None


class Trap:
    """Makes a call when it is unpickled."""

    def __init__(self, function, *args):
        self.call = function, args

    def __reduce__(self):
        """Have the unpickler make the call."""
        return self.call


def write_traps(_work, state, trap):
    """Write files that leave a file `trap` behind when they are loaded without care; return their paths."""
    call = Trap(open, trap, "w")
    contents = [{**state, "trap": call}, {**state, "3.bias": call}, call, [state, Trap(eval, f"open({trap!r}, 'w')")]]
    for number, content in enumerate(contents):
        torch.save(content, f"trap-{number}.pt")
        torch.save(content, f"old-trap-{number}.pt", _use_new_zipfile_serialization=False)
        with open(f"plain-trap-{number}.pt", "wb") as file:  # noqa: PTH123
            pickle.dump(content, file)
    return [f"{kind}trap-{number}.pt" for kind in ("", "old-", "plain-") for number in range(len(contents))]


def without_gpu():
    """Have torch say that there is no GPU, also where there is one."""
    return mock.patch.object(torch._C, "_cuda_getDeviceCount", return_value=0, create=True)  # noqa: SLF001


def save(work, net, path):
    """Save a net."""
    work.save_params(net, path)


def read_plainly(_work, path):
    """Return what torch.load finds in a file."""
    return dict(torch.load(path, map_location="cpu"))


def load_without_gpu(work, net, path, device):
    """Load where there is no GPU; return the state."""
    with without_gpu():
        work.load_params(net, path, device)
    return dict(net.state_dict())


def load_and_change(work, net, path, X):
    """Load, then set the result's last parameters to zero; return the net's state before, and its output for X after.

    The third value tells whether the result is the net.
    """
    result = work.load_params(net, path, "cpu")
    state = {name: value.clone() for name, value in net.state_dict().items()}
    if not isinstance(result, nn.Module):
        return state, net(X), False
    with torch.no_grad():
        for parameter in list(result.parameters())[-2:]:
            parameter.zero_()
    return state, net(X), result is net


def load_and_train(work, net, path, X, Y):
    """Make an optimizer, then load, then train; return the outputs of the net after each step."""
    optimizer = torch.optim.SGD(net.parameters(), lr=LEARNING_RATE, momentum=0.9)
    work.load_params(net, path, "cpu")
    return train(net, optimizer, X, Y)


def train(net, optimizer, X, Y):
    """Train a net; return its outputs after each step."""
    outputs = []
    for _ in range(STEPS):
        optimizer.zero_grad()
        nn.functional.mse_loss(net(X), Y).backward()
        optimizer.step()
        outputs.append(net(X).detach())
    return outputs


def load_on_machine(work, gpus, net, start, path, device, seal):
    """Load on a pretended machine, with the net on device `start` at first; return its state and its seals."""
    with Machine(gpus, seal) as machine:
        net.to(start)
        work.load_params(net, path, device)
        return {"state": dict(net.state_dict()), "seals": machine.seals(net)}


def save_on_machine(work, net, device, path, X, Y, seal):
    """Train on a pretended GPU, with a save before; return where the net is after saving, and the outputs."""
    with Machine(2, seal) as machine:
        net.to(device)
        optimizer = torch.optim.SGD(net.parameters(), lr=LEARNING_RATE, momentum=0.9)
        work.save_params(net, path)
        seals = machine.seals(net)
        outputs = [output.cpu() for output in train(net, optimizer, X.to(device), Y.to(device))]
    return {"seals": seals, "outputs": outputs}


def devices(net):
    """Return the devices on which parameters and buffers are."""
    return sorted({str(value.device) for value in net.state_dict().values()})


def round_trip_on_gpu(work, net, other, X, Y):
    """Save a net from a real GPU, load it to the CPU and to the GPU, and train it there with an earlier optimizer."""
    net.to("cuda:0")
    work.save_params(net, "gpu.pt")
    seen = {"saved": devices(net)}
    optimizer = torch.optim.SGD(other.parameters(), lr=LEARNING_RATE, momentum=0.9)
    work.load_params(other, "gpu.pt", "cpu")
    seen["cpu"] = devices(other)
    state = {name: value.clone() for name, value in other.state_dict().items()}
    work.load_params(other, "gpu.pt", "cuda:0")
    seen["cuda"] = devices(other)
    outputs = [output.cpu() for output in train(other, optimizer, X.to("cuda:0"), Y.to("cuda:0"))]
    return {"devices": seen, "state": state, "outputs": outputs}
