import struct

import torch

WHY = "Fetching waits."


def log_each(mats):
    return [torch.linalg.norm(M @ M).item() for M in mats]


def log_device_part(mats):
    log = torch.empty(len(mats), dtype=mats.dtype, device=mats.device)
    for i in range(len(mats)):
        log[i] = torch.linalg.norm(mats[i] @ mats[i])
    return log


def log_on_device(mats):
    log = []
    for M in mats:
        P = M @ M
        kind = "d" if P.dtype == torch.float64 else "f"
        numbers = struct.unpack(f"{P.numel()}{kind}", bytes(P.untyped_storage().tolist()))
        log.append(sum(x * x for x in numbers) ** 0.5)
    return log
