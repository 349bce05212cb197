"""5.6.3: the Frobenius norms of many products, fetched one by one or all at once."""

import torch

WHY = """
Keeping the log on the device is faster on a GPU. Every transfer waits until the product and its norm are there, and in
the meantime nothing new enters the queue, so that the GPU idles between any two products. A norm has to be fetched at
once where the program decides on it, to stop when it diverges for example; a log that is fetched every hundred products
is often a good compromise, and loses little if the program dies.
"""


def log_each(mats):
    """Return the norm of M @ M for each matrix, as floats. Each one is fetched by itself.

    Args:
        mats: matrices, of shape (N, d, d), on any device.
    """
    return [torch.linalg.norm(M @ M).item() for M in mats]


def log_device_part(mats):
    """Return the norm of M @ M for each matrix, as a tensor of shape (N,) on the device of the matrices."""
    log = torch.empty(len(mats), dtype=mats.dtype, device=mats.device)
    for position, M in enumerate(mats):
        log[position] = torch.linalg.norm(M @ M)
    return log


def log_on_device(mats):
    """Return the norm of M @ M for each matrix, as floats. All are fetched together."""
    return log_device_part(mats).tolist()
