"""5.2.4: what shared parameters save, and what they mean."""

# TODO: explain in a few sentences why sharing parameters is a good idea. People read this; it earns no points for now.
WHY = ""


def counts(d, h, depth, out):
    """Count the parameters of a multilayer perceptron whose hidden layers are one layer, or many.

    Args:
        d: inputs.
        h: hidden units.
        depth: how many layers of h by h lie between the first and the last layer.
        out: outputs.

    Returns:
        `tied`, where these layers are one and the same, and `untied`, where each is its own.
    """
    # TODO
    raise NotImplementedError


def conv_as_tied_dense(kernel, n):
    """Return the weight of a dense layer that computes a one-dimensional convolution.

    Args:
        kernel: of shape (k,).
        n: length of the input, at least k.

    Returns:
        A matrix of shape (n - k + 1, n).

    Raises:
        ValueError: the kernel is longer than the input.
    """
    # TODO
    raise NotImplementedError


def bytes_on_disk(net):
    """Return how many bytes torch.save writes for the state of a net."""
    # TODO
    raise NotImplementedError


def predict():
    """Return the predictions that the statement asks for."""
    # TODO: replace the line below by one return of a dict in braces, with True or False written out for every key:
    # no calls, no comparisons, no variables. The dict is read from this file; it is never run.
    raise NotImplementedError
