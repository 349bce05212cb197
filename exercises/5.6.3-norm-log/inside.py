"""Runs in the student's process: pretends a device, and counts what is fetched from it."""

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
    """Tensors made from `pretend`ed ones pretend as well, until they are fetched; counts how often that happens."""

    def __init__(self):
        super().__init__()
        self.transfers = self.numbers = 0

    def __torch_function__(self, func, types, args=(), kwargs=None):
        """Make the call; count it if it brings values to the host."""
        del types
        kwargs = kwargs or {}
        name = getattr(func, "__name__", "")
        values = (*args, *kwargs.values())
        on_device = bool(args) and _pretends(args[0])
        if on_device and func == torch.Tensor.device.__get__:
            return torch.device("cuda:0")
        if on_device and func == torch.Tensor.is_cuda.__get__:
            return True
        to_host = self._count(name, values, kwargs)
        if name == "device":
            return func(*args, **kwargs)
        result = func(*map(_on_cpu, args), **{key: _on_cpu(value) for key, value in kwargs.items()})
        asked = any(_is_cuda(value) for value in values)
        if to_host:
            # On a real device this would be another tensor; on the CPU it may be the same one.
            return result.clone() if _pretends(result) else result
        if asked or any(map(_pretends, _flat(values))):
            pretend(result)
        return result

    def _count(self, name, values, kwargs):
        """Count what the call fetches; tell whether its result is on the host."""
        on_device = bool(values) and _pretends(values[0])
        if on_device and name in {"numpy", "__array__"} and not kwargs.get("force"):
            raise TypeError("can't convert cuda:0 device type tensor to numpy. Use Tensor.cpu() first")
        fetches = name in READS or (name == "to" and any(_is_host(value) for value in values[1:]))
        if on_device and fetches:
            self._fetch(values[0])
            return True
        if name in COPIES and not on_device:
            self._fetch(*filter(_pretends, values))
            return True
        if name in FROM_LISTS and values and not isinstance(values[0], torch.Tensor):
            self._fetch(*filter(_pretends, _flat(values[0])))
            return not any(_is_cuda(value) for value in values)
        return False

    def _fetch(self, *tensors):
        self.transfers += len(tensors)
        self.numbers += sum(tensor.numel() for tensor in tensors)


def pretend(value):
    """Have all tensors in a value pretend."""
    for item in _flat(value):
        if isinstance(item, torch.Tensor):
            item.pretends = True
    return value


def _pretends(value):
    return isinstance(value, torch.Tensor) and hasattr(value, "pretends")


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


def _is_host(value):
    if isinstance(value, torch.Tensor):
        return not _pretends(value)
    return isinstance(value, torch.device | str) and torch.device(value).type == "cpu"


def _on_cpu(value):
    return "cpu" if _is_cuda(value) else value


def count_transfers(work, name, mats):
    """Call one of the functions on a pretended device; return its result and what was fetched for it."""
    with PretendingDevice() as device:
        result = getattr(work, name)(pretend(mats))
    return {"result": result, "transfers": device.transfers, "numbers": device.numbers}


def place(_work, mats):
    """Put the matrices on the GPU and wait until they are there."""
    _placed["mats"] = mats.to("cuda")
    torch.cuda.synchronize()


def run_placed(work, name):
    """Call one of the functions on the matrices on the GPU."""
    return getattr(work, name)(_placed["mats"])
