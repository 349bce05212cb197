"""Runs in the student's process: pretends devices, and watches what is done between two readings of the clock."""

from contextlib import ExitStack
from unittest import mock

import torch
from torch.overrides import TorchFunctionMode

_last = {}


class Watching(TorchFunctionMode):
    """Reports every call of torch that makes, moves or computes a tensor."""

    def __init__(self, report):
        super().__init__()
        self.report = report
        self.pausing = False

    def __torch_function__(self, func, types, args=(), kwargs=None):
        """Make the call, then report it."""
        del types
        result = func(*args, **(kwargs or {}))
        if isinstance(result, torch.Tensor) and not self.pausing:
            self.report(getattr(func, "__name__", ""))
        return result


def run_watched(work, n, device, reps, clock, sync, matmul, report):
    """Time products while every call of torch is reported."""
    watch = Watching(report)

    def quietly(function):
        def call(*args, **kwargs):
            watch.pausing = True
            try:
                return function(*args, **kwargs)
            finally:
                watch.pausing = False

        return call

    with watch:
        return work.time_matmul(n, device, reps, clock=quietly(clock), sync=quietly(sync), matmul=quietly(matmul))


class PretendingCuda(TorchFunctionMode):
    """Makes tensors for CUDA devices on the CPU, and has them say that they are on the device that was asked for."""

    def __init__(self, *, available):
        super().__init__()
        self.available = available
        self.current = 0

    def __torch_function__(self, func, types, args=(), kwargs=None):
        """Send CUDA devices to the CPU; answer for a tensor that pretends."""
        del types
        kwargs = kwargs or {}
        if func in {torch.device, torch._C._nn._parse_to}:  # noqa: SLF001 -- both only read arguments
            return func(*args, **kwargs)
        pretended = [value.pretends for value in args if isinstance(value, torch.Tensor) and hasattr(value, "pretends")]
        if pretended and func == torch.Tensor.device.__get__:
            return pretended[0]
        if pretended and func == torch.Tensor.is_cuda.__get__:
            return True
        asked = [torch.device(value) for value in (*args, *kwargs.values()) if _is_cuda(value)]
        if func is torch.Tensor.cuda and not asked:
            asked = [torch.device("cuda", self.current)]
        if asked and not self.available:
            raise RuntimeError("no CUDA device is available")
        if func is torch.Tensor.cuda:
            result = args[0].clone()
        else:
            result = func(*map(_on_cpu, args), **{name: _on_cpu(value) for name, value in kwargs.items()})
        if isinstance(result, torch.Tensor) and (asked or pretended):
            device = (asked or pretended)[0]
            result.pretends = torch.device("cuda", self.current if device.index is None else device.index)
        return result

    def exchange(self, number):
        """Make another device the current one; return the number of the earlier one."""
        earlier, self.current = self.current, self.current if number < 0 else number
        return earlier


def _is_cuda(value):
    if isinstance(value, torch.device):
        return value.type == "cuda"
    return isinstance(value, str) and value.split(":")[0] == "cuda"


def _on_cpu(value):
    return "cpu" if _is_cuda(value) else value


def run_pretending_cuda(work, n, device, reps, clock, matmul, synchronize, available, sync=None):
    """Time products, by default without `sync`, while torch says that there are two CUDA devices, or none.

    `synchronize` is called with the number of the device that is waited for.
    """
    pretending = PretendingCuda(available=available)
    replaced = {
        (torch._C, "_cuda_getDeviceCount"): lambda: 2 * available,  # noqa: SLF001
        (torch._C, "_cuda_getDevice"): lambda: pretending.current,  # noqa: SLF001
        (torch._C, "_cuda_setDevice"): pretending.exchange,  # noqa: SLF001
        (torch._C, "_cuda_synchronize"): lambda: synchronize(pretending.current),  # noqa: SLF001
        (torch.cuda, "_lazy_init"): lambda: None,
        (torch.cuda, "_exchange_device"): pretending.exchange,
        (torch.cuda, "_maybe_exchange_device"): pretending.exchange,
    }
    with ExitStack() as stack:
        for (module, name), function in replaced.items():
            stack.enter_context(mock.patch.object(module, name, function, create=True))
        stack.enter_context(pretending)
        return work.time_matmul(n, device, reps, clock=clock, matmul=matmul, **({"sync": sync} if sync else {}))


def run_plainly(work, n, device, reps, synchronize, matmul=torch.matmul):
    """Time products with the system's clock, by default torch's own; tell of calls of torch.cuda.synchronize."""
    with mock.patch.object(torch._C, "_cuda_synchronize", synchronize, create=True):  # noqa: SLF001
        return work.time_matmul(n, device, reps, matmul=matmul)


def time_for_real(work, n, device, reps):
    """Time products on a real device; return the seconds and a row of the last product, which ends the waiting."""

    def matmul(A, B):
        _last.update(A=A, B=B, C=torch.matmul(A, B))
        return _last["C"]

    seconds = work.time_matmul(n, device, reps, matmul=matmul)
    return {"seconds": seconds, "row": _last["C"][0].cpu()}


def last_operands(_work):
    """Return the first row of A, and all of B, of the last product."""
    return {"row": _last["A"][0].cpu(), "B": _last["B"].cpu()}
