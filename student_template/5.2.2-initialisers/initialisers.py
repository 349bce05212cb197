"""5.2.2: initializers by name, and what they do to the size of weights."""


def init_with(net, scheme):
    """Initialize every linear layer of a net in place: weights by the scheme, biases to zero.

    Args:
        net: any module; linear layers are found at any depth.
        scheme: one of the names of the statement.
    """
    # TODO
    raise NotImplementedError


def expected_std(scheme, fan_in, fan_out):
    """Return the standard deviation of one entry of a weight over many initializations.

    Args:
        scheme: one of the names of the statement.
        fan_in: inputs of the linear layer.
        fan_out: its outputs.
    """
    # TODO
    raise NotImplementedError


def predict():
    """Return the predictions that the statement asks for."""
    # TODO: replace the line below by one return of a dict in braces. Write every value out as a literal (True, 1.25):
    # no calls, no arithmetic, no variables. The dict is read from this file; it is never run.
    raise NotImplementedError
