import torch

WHY = "A transfer waits for the device."


def log_each(mats):
    log = []
    for M in mats:
        log.append(torch.norm(M @ M).item())
    return log


def log_device_part(mats):
    pass


def log_on_device(mats):
    pass
