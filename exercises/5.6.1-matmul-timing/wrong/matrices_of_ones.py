import time

import torch

WHY = "Small products are dominated by the launch, large ones by arithmetic."


def time_matmul(n, device, reps, *, clock=time.perf_counter, sync=None, matmul=torch.matmul):
    device = torch.device(device)
    if device.type == "cuda" and not torch.cuda.is_available():
        device = torch.device("cpu")
    if sync is None:
        sync = (lambda: torch.cuda.synchronize(device)) if device.type == "cuda" else lambda: None
    A = torch.ones(n, n, device=device)
    B = torch.ones(n, n, device=device)
    matmul(A, B)
    sync()
    start = clock()
    for _ in range(reps):
        matmul(A, B)
    sync()
    return (clock() - start) / reps


def predict():
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
