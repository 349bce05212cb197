"""5.6.1: the time of a matrix product, on a CPU and on a GPU."""

import time

import torch

WHY = """
A GPU needs some ten microseconds to start a product, however small it is, and then computes a hundred times as fast as
a CPU core. For small matrices nearly all the time goes into starting and queueing, so the CPU wins; for large ones the
arithmetic, which grows with the third power of the size, outweighs that by far, and the GPU wins.
"""


def time_matmul(n, device, reps, *, clock=time.perf_counter, sync=None, matmul=torch.matmul):
    """Return the seconds that a product of two random n by n matrices takes on `device`, the mean of `reps` products.

    Args:
        n: rows and columns of both matrices.
        device: a string or a torch.device. The CPU takes the place of a CUDA device where there is none.
        reps: how many products are timed.
        clock: returns the time in seconds.
        sync: waits for the device; by default what PyTorch has for it.
        matmul: starts a product.
    """
    device = torch.device(device)
    if device.type == "cuda" and not torch.cuda.is_available():
        device = torch.device("cpu")
    if sync is None:

        def sync():
            if device.type == "cuda":
                torch.cuda.synchronize(device)

    A, B = torch.randn(n, n, device=device), torch.randn(n, n, device=device)
    matmul(A, B)
    sync()
    begin = clock()
    for _ in range(reps):
        matmul(A, B)
    sync()
    return (clock() - begin) / reps


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
