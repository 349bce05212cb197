"""Another right answer: a list of scalars on the device is stacked; a special case for no matrix; norms written out."""

import torch

WHY = "The queue runs dry at each transfer."


def frobenius(matrix):
    """Return the norm by its definition."""
    return (matrix**2).sum().sqrt()


def log_each(mats):
    """Append number by number."""
    log = []
    for i in range(mats.size(0)):
        product = torch.matmul(mats[i], mats[i])
        log.append(frobenius(product).cpu().item())
    return log


def log_device_part(mats):
    """Stack what is on the device."""
    if mats.size(0) == 0:
        return mats.new_zeros(0)
    return torch.stack([frobenius(torch.mm(M, M)) for M in mats.unbind()])


def log_on_device(mats):
    """Go by way of numpy."""
    return [float(value) for value in log_device_part(mats).cpu().numpy()]
