"""Another right answer: new operands for every product, all made beforehand, and the device by a context."""

import time
from itertools import repeat

import torch

WHY = "For small sizes nearly all of the time is the launch; for large ones it is arithmetic."


def synchronizer(device):
    """Return what waits for a device."""

    def on_cuda():
        with torch.cuda.device(device):
            torch.cuda.synchronize()

    return on_cuda if torch.device(device).type == "cuda" else int


def time_matmul(n, device, reps, *, clock=time.perf_counter, sync=None, matmul=torch.matmul):
    """Take each pair from a list, one more than is timed."""
    if torch.device(device).type == "cuda" and torch.cuda.is_available() is False:
        device = "cpu"
    wait = sync or synchronizer(device)
    pairs = [(torch.randn(n, n).to(device), torch.rand(n, n).to(device)) for _ in repeat(None, reps + 1)]
    matmul(*pairs.pop())
    wait()
    readings = [clock()]
    for A, B in pairs:
        matmul(A, B)
    wait()
    readings.append(clock())
    return float(readings[1] - readings[0]) / reps


def predict():
    """Tell what a timer says on the imaginary machine of the statement."""
    return {
        "small": "cpu",
        "large": "gpu",
        "without_last_sync": "too short",
        "without_first_sync": "too long",
        "without_warm_up": "too long",
        "sync_each_small": "too long",
        "sync_each_large": "right",
        "cpu_without_sync": "right",
    }
