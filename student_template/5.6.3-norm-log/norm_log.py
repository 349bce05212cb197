"""5.6.3: the Frobenius norms of many products, fetched one by one or all at once."""

# TODO: tell in a few sentences which way is faster on a GPU and why, and when you would fetch every norm all the same.
# People read this; it earns no points for now.
WHY = ""


def log_each(mats):
    """Return the norm of M @ M for each matrix, as floats. Each one is fetched by itself.

    Args:
        mats: matrices, of shape (N, d, d), on any device.
    """
    # TODO
    raise NotImplementedError


def log_device_part(mats):
    """Return the norm of M @ M for each matrix, as a tensor of shape (N,) on the device of the matrices."""
    # TODO
    raise NotImplementedError


def log_on_device(mats):
    """Return the norm of M @ M for each matrix, as floats. All are fetched together."""
    # TODO
    raise NotImplementedError
