"""Another right answer: matrices are made on the CPU and moved; new ones for each product, all made beforehand."""

import time

import torch


def _never():
    """Wait for nothing."""


def time_matmul(n, device, reps, *, clock=time.perf_counter, sync=None, matmul=torch.matmul):
    """Prepare one pair of matrices for each product."""
    device = torch.device(device)
    if device.type == "cuda":
        if not torch.cuda.is_available():
            return time_matmul(n, "cpu", reps, clock=clock, sync=sync, matmul=matmul)
        if sync is None:

            def sync():
                torch.cuda.synchronize(device=device)

    elif sync is None:
        sync = _never
    pairs = [(torch.randn(n, n).to(device), torch.randn(n, n).to(device)) for _ in range(reps + 1)]
    matmul(*pairs.pop())
    sync()
    start = clock()
    for pair in pairs:
        matmul(*pair)
    sync()
    total = clock() - start
    return total / reps


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


WHY = "Few large jobs suit a GPU, many small ones do not."
