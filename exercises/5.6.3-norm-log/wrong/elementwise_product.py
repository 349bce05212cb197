import torch

WHY = "A transfer waits for the device."


def log_each(mats):
    log = []
    for M in mats:
        log.append(torch.norm(M * M).item())
    return log


def log_device_part(mats):
    log = torch.zeros(len(mats), device=mats.device, dtype=mats.dtype)
    for i in range(len(mats)):
        log[i] = torch.norm(mats[i] * mats[i])
    return log


def log_on_device(mats):
    return log_device_part(mats).tolist()
