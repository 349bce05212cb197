"""Another right answer: torch.vmap, roots that are taken on the host, and a copy into a tensor there."""

import torch

WHY = "Each transfer waits until the queue is empty."


def log_device_part(mats):
    """Map one function over all matrices."""
    return torch.vmap(lambda M: torch.linalg.matrix_norm(M @ M))(mats)


def log_each(mats):
    """Fetch the squares one by one, printing each."""
    log = []
    for M in mats:
        square = torch.einsum("ij,jk->ik", M, M).square().sum()
        print(square)  # noqa: T201
        log.append(square.item() ** 0.5)
    return log


def log_on_device(mats):
    """Copy the log into a tensor that is made on the host."""
    on_host = torch.empty(len(mats), dtype=mats.dtype)
    on_host.copy_(log_device_part(mats))
    return on_host.tolist()
