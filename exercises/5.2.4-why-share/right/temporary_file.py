"""Another right answer: rows by padding, a temporary file, and one formula for both counts."""

import tempfile
from pathlib import Path

import torch

WHY = """Less to learn."""


def _layer(inputs: int, outputs: int) -> int:
    return outputs * (inputs + 1)


def counts(d: int, h: int, depth: int, out: int) -> dict[str, int]:
    """Count layers of each kind."""

    def total(hidden: int) -> int:
        return _layer(d, h) + hidden * _layer(h, h) + _layer(h, out)

    return dict(tied=total(1 if depth else 0), untied=total(depth))  # noqa: C408


def conv_as_tied_dense(kernel: torch.Tensor, n: int) -> torch.Tensor:
    """Join zeros, kernel and zeros for each row."""
    steps = n - kernel.shape[0]
    if steps < 0:
        raise ValueError(steps)
    zeros = torch.zeros(steps, dtype=kernel.dtype)
    return torch.stack([torch.cat([zeros[:step], kernel, zeros[step:]]) for step in range(steps + 1)])


def bytes_on_disk(net: torch.nn.Module) -> int:
    """Write a temporary file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.pth"
        torch.save(net.state_dict(), path)
        return len(path.read_bytes())


def predict() -> dict:
    """Tell what sharing changes."""
    return {
        "fewer_parameters": True,
        "optimizer_state_shrinks": True,
        "file_shrinks": True,
        "longer_inputs_fit": True,
        "activation_memory_shrinks": False,
        "forward_work_shrinks": False,
        "gradient_is_averaged": False,
        "equal_layers_stay_equal": False,
    }
