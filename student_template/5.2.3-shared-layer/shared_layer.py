"""5.2.3: a net that uses one layer at two places, its training, and a twin in which the two places are untied."""


def make_tied_mlp(d_in, d_h, d_out):
    """Return a Sequential of seven layers with one and the same layer at positions 2 and 4.

    Args:
        d_in: features of the input.
        d_h: hidden units.
        d_out: features of the output.
    """
    # TODO
    raise NotImplementedError


def train(net, X, y, lr, steps):
    """Train a net in place by plain SGD on the mean squared error.

    Args:
        net: a Sequential with linear layers at positions 2 and 4, one or two of them.
        X: inputs, of shape (n, d_in).
        y: targets, of shape (n, d_out).
        lr: learning rate.
        steps: how many steps, each on all examples.

    Returns:
        For each step a dict of `loss`, `weight2`, `weight4`, `grad2` and `grad4` as they were before the update.
    """
    # TODO
    raise NotImplementedError


def untied_twin(net):
    """Return a net of the same values in which positions 2 and 4 hold two layers, independent of `net`."""
    # TODO
    raise NotImplementedError
