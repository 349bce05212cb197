import torch

WHY = "A transfer waits for the device."


def log_each(mats):
    log = []
    for M in mats:
        log.append(torch.norm(M @ M).item())
    return log


def log_device_part(mats):
    return torch.stack([torch.norm(M @ M) for M in mats])


def log_on_device(mats):
    return log_device_part(mats).tolist()
