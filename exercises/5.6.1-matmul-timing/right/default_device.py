"""Another right answer: a default device while the matrices are made, several warm-ups, and A tells where it is."""

import time
from contextlib import nullcontext
from functools import partial

import torch
from torch.cuda import is_available, synchronize

WHY = "It is the launch that costs a small product its time."


def time_matmul(n, device, reps, *, clock=time.perf_counter, sync=None, matmul=torch.matmul):
    """Time with whatever the operands' own device needs."""
    wants_cuda = str(device).startswith("cuda")
    where = "cpu" if wants_cuda and not is_available() else device
    with torch.device(where):
        A = torch.rand((n, n))
        B = torch.rand((n, n))
    wait = sync if sync is not None else partial(synchronize, A.device) if A.is_cuda else nullcontext
    for _ in range(3):
        matmul(A, B)
    wait()
    start, C = clock(), None
    for _ in range(reps):
        C = matmul(A, B)
    wait()
    end = clock()
    del C
    return (end - start) / reps


def predict():
    """Tell what a timer says on the imaginary machine of the statement."""
    return {
        "cpu_without_sync": "right",
        "sync_each_large": "right",
        "sync_each_small": "too long",
        "without_warm_up": "too long",
        "without_first_sync": "too long",
        "without_last_sync": "too short",
        "large": "gpu",
        "small": "cpu",
    }
