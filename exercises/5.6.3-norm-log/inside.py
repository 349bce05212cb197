"""Runs in the student's process: pretends a device, from which values have to be fetched."""

import torch
from torch.overrides import TorchFunctionMode

READS = {
    *("item", "tolist", "cpu", "numpy", "__array__", "__contains__", "equal", "allclose"),
    *("__float__", "__int__", "__bool__", "__index__", "__complex__", "__format__", "__repr__"),
}
COPIES = {"__setitem__", "copy_", "index_put_", "index_copy_"}
FROM_LISTS = {"tensor", "as_tensor", "new_tensor", "asarray"}

_placed = {}


class PretendingDevice(TorchFunctionMode):
    """Tensors made from `put` ones are on a device as well, until they are fetched.

    Args:
        fetch: called with each tensor that goes to the host; returns what arrives there.
    """

    def __init__(self, fetch):
        super().__init__()
        self._fetch = fetch
        self._storages = {}

    def __torch_function__(self, func, types, args=(), kwargs=None):
        """Make the call, on what arrives on the host if it needs values there."""
        del types
        kwargs = kwargs or {}
        name = getattr(func, "__name__", "")
        values = (*args, *kwargs.values())
        on_device = bool(values) and self.holds(values[0])
        if on_device and func == torch.Tensor.device.__get__:
            return torch.device("cuda:0")
        if on_device and func == torch.Tensor.is_cuda.__get__:
            return True
        if name == "device":
            return func(*args, **kwargs)
        if on_device and name in {"numpy", "__array__"} and not kwargs.get("force"):
            raise TypeError("can't convert cuda:0 device type tensor to numpy. Use Tensor.cpu() first")
        asked = any(_is_cuda(value) for value in values)
        if self._goes_to_host(name, values, on_device=on_device):
            args, kwargs = self._fetched(args), dict(zip(kwargs, self._fetched(kwargs.values()), strict=True))
            made_there = asked
        else:
            made_there = asked or any(map(self.holds, _flat(values)))
        result = func(*map(_on_cpu, args), **{key: _on_cpu(value) for key, value in kwargs.items()})
        return self.put(result) if made_there else result

    def _goes_to_host(self, name, values, *, on_device):
        if on_device:
            return name in READS or (name == "to" and any(self._is_host(value) for value in values[1:]))
        return name in COPIES or (name in FROM_LISTS and not isinstance(values[0], torch.Tensor))

    def _fetched(self, values):
        """Return the values as they are on the host."""
        return [
            self._fetch(value.detach())
            if self.holds(value)
            else type(value)(self._fetched(value))
            if type(value) in {list, tuple}
            else value
            for value in values
        ]

    def put(self, value):
        """Have all tensors in a value be on the device."""
        for item in _flat(value):
            if isinstance(item, torch.Tensor):
                storage = _storage(item)
                self._storages[storage._cdata] = storage  # noqa: SLF001  kept, so that no other one takes its place
        return value

    def holds(self, value):
        """Tell whether a value is a tensor on the device."""
        return isinstance(value, torch.Tensor) and _storage(value)._cdata in self._storages  # noqa: SLF001

    def _is_host(self, value):
        if isinstance(value, torch.Tensor):
            return not self.holds(value)
        return isinstance(value, torch.device | str) and torch.device(value).type == "cpu"


def _storage(tensor):
    """Return a tensor's storage, also of one that torch.vmap has wrapped."""
    while torch._C._functorch.is_functorch_wrapped_tensor(tensor):  # noqa: SLF001
        tensor = torch._C._functorch.get_unwrapped(tensor)  # noqa: SLF001
    return tensor.untyped_storage()


def _flat(value):
    if isinstance(value, list | tuple):
        for item in value:
            yield from _flat(item)
    else:
        yield value


def _is_cuda(value):
    if isinstance(value, torch.device):
        return value.type == "cuda"
    return isinstance(value, str) and value.split(":")[0] == "cuda"


def _on_cpu(value):
    return "cpu" if _is_cuda(value) else value


def run_on_device(work, name, mats, fetch):
    """Call one of the functions on a pretended device, from which `fetch` brings values to the host."""
    with PretendingDevice(fetch) as device:
        return getattr(work, name)(device.put(mats))


def place(_work, mats):
    """Put the matrices on the GPU and wait until they are there."""
    _placed["mats"] = mats.to("cuda")
    torch.cuda.synchronize()


def run_placed(work, name):
    """Call one of the functions on the matrices on the GPU."""
    return getattr(work, name)(_placed["mats"])
