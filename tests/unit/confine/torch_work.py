"""What honest PyTorch code does, one function for each thing, each with a result that is known beforehand.

Not a test module; `torch_zygote.py` runs these in confined children.
"""

import dataclasses
import math
import os
import random
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional
from torch.utils.data import DataLoader, TensorDataset


def linear() -> list[int]:
    """Forward and backward through a linear layer."""
    layer, x = nn.Linear(5, 3), torch.randn(2, 5, requires_grad=True)
    layer(x).sum().backward()
    return [*layer(x).shape, *(x.grad if x.grad is not None else x).shape]


def convolution() -> list[int]:
    """A convolution goes through oneDNN, which looks at the processor and makes code."""
    net = nn.Sequential(nn.Conv2d(3, 8, 3), nn.BatchNorm2d(8), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten())
    net(torch.randn(2, 3, 16, 16)).sum().backward()
    return list(net(torch.randn(2, 3, 16, 16)).shape)


def optimizers() -> bool:
    """A training loop with each of the common optimizers lowers the loss."""
    for make in (torch.optim.SGD, torch.optim.Adam, torch.optim.AdamW, torch.optim.RMSprop):
        torch.manual_seed(0)
        layer, x = nn.Linear(4, 1), torch.randn(32, 4)
        y = x.sum(1, keepdim=True)
        optimizer = make(layer.parameters(), lr=0.01)
        losses = []
        for _ in range(20):
            optimizer.zero_grad()
            loss = functional.mse_loss(layer(x), y)
            loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
            optimizer.step()
            losses.append(loss.item())
        if losses[-1] >= losses[0]:
            return False
    return True


def transformer() -> list[int]:
    """An encoder layer, trained for a step."""
    layer = nn.TransformerEncoderLayer(16, 2, 32, batch_first=True)
    layer(torch.randn(2, 4, 16)).sum().backward()
    return list(layer.eval()(torch.randn(2, 4, 16)).shape)


def recurrent() -> list[int]:
    """An LSTM and a GRU."""
    out, _ = nn.LSTM(4, 5)(torch.randn(3, 2, 4))
    out.sum().backward()
    return list(nn.GRU(4, 5)(torch.randn(3, 2, 4))[0].shape)


def checkpoint() -> bool:
    """Save in the work folder, load weights only, also mapped."""
    layer, other = nn.Linear(3, 2), nn.Linear(3, 2)
    torch.save(layer.state_dict(), "weights.pt")
    other.load_state_dict(torch.load("weights.pt", weights_only=True))
    mapped = torch.load("weights.pt", weights_only=True, mmap=True)
    Path("weights.pt").unlink()
    return torch.equal(layer.weight, other.weight) and torch.equal(mapped["bias"], layer.bias)


def data_loader() -> float:
    """A loader without workers."""
    data = TensorDataset(torch.arange(10.0))
    return float(sum(batch.sum().item() for (batch,) in DataLoader(data, batch_size=3, shuffle=True, num_workers=0)))


def functional_transforms() -> bool:
    """`vmap`, `grad` and `jvp` of torch.func."""
    x = torch.randn(4, 3)
    batched = torch.func.vmap(torch.func.grad(lambda row: (row**2).sum()))(x)
    return torch.allclose(batched, 2 * x)


def linear_algebra() -> bool:
    """SVD, solve and eigenvalues use LAPACK."""
    a = torch.randn(6, 6, dtype=torch.float64)
    u, s, v = torch.linalg.svd(a)
    return torch.allclose(u @ torch.diag(s) @ v, a) and torch.linalg.eigvals(a).shape == (6,)


def fourier() -> bool:
    """FFT and its inverse."""
    x = torch.randn(64)
    return torch.allclose(torch.fft.ifft(torch.fft.fft(x)).real, x, atol=1e-5)


def several_threads() -> bool:
    """A pool of two torch threads started after confinement."""
    torch.set_num_threads(2)
    a = torch.randn(512, 512)
    return (a @ a).shape == (512, 512) and math.isfinite(torch.randn(1_000_000).sum().item())


def python_threads() -> list[int]:
    """Forward passes in Python threads."""
    layer = nn.Linear(2, 2)
    shapes: list[int] = []
    threads = [threading.Thread(target=lambda: shapes.append(len(layer(torch.randn(2, 2))))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return shapes


def half_precision() -> bool:
    """bfloat16 may ask the kernel for AMX."""
    a = torch.randn(64, 64, dtype=torch.bfloat16)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        mixed = nn.Linear(64, 8)(torch.randn(4, 64))
    return bool((a @ a).dtype == mixed.dtype == torch.bfloat16)


def numpy_and_files() -> list[int]:
    """NumPy arrays, saved and mapped."""
    np.save("array.npy", np.arange(4))
    mapped = np.memmap("mapped.bin", dtype=np.int64, mode="w+", shape=(4,))
    mapped[:] = np.load("array.npy")
    mapped.flush()
    result: list[int] = torch.from_numpy(np.array(mapped)).tolist()
    for name in ("array.npy", "mapped.bin"):
        Path(name).unlink()
    return result


def standard_library() -> bool:
    """What exercises use besides torch."""

    @dataclasses.dataclass
    class Point:
        x: int

    with tempfile.TemporaryDirectory(dir=".") as folder:
        Path(folder, "x").write_text(f"{Point(random.randrange(9))}")  # noqa: S311 -- exercises shuffle with it
    return os.cpu_count() is not None and sys.getrecursionlimit() > 0


def export() -> str:
    """`torch.export`, imported before."""
    program = torch.export.export(nn.Linear(3, 2), (torch.randn(1, 3),))
    return type(program).__name__


def compile_eager() -> bool:
    """`torch.compile` without code generation, imported before."""
    layer, x = nn.Linear(3, 2), torch.randn(4, 3)
    return torch.allclose(torch.compile(layer, backend="eager")(x), layer(x))


WORK: dict[str, tuple[Callable[[], object], object]] = {
    "linear": (linear, [2, 3, 2, 5]),
    "convolution": (convolution, [2, 392]),
    "optimizers": (optimizers, True),
    "transformer": (transformer, [2, 4, 16]),
    "recurrent": (recurrent, [3, 2, 5]),
    "checkpoint": (checkpoint, True),
    "data loader": (data_loader, 45.0),
    "functional transforms": (functional_transforms, True),
    "linear algebra": (linear_algebra, True),
    "fourier": (fourier, True),
    "several threads": (several_threads, True),
    "python threads": (python_threads, [2, 2, 2]),
    "half precision": (half_precision, True),
    "numpy and files": (numpy_and_files, [0, 1, 2, 3]),
    "standard library": (standard_library, True),
    "export": (export, "ExportedProgram"),
    "compile, eager": (compile_eager, True),
}
