"""5.5.3: a net in a file, architecture and parameters."""

# TODO: tell what cannot be saved your way, and what is lost, a string for each. People read this; it earns no points
# for now.
RESTRICTIONS = []


def save_model(net, path, example):
    """Write the net to a file from which a program that knows nothing of it can run it.

    Args:
        net: the net.
        path: where the file goes; ends in .pt2.
        example: an input with at least two rows.
    """
    # TODO
    raise NotImplementedError


def load_model(path):
    """Return what was saved, as something to call."""
    # TODO
    raise NotImplementedError


def predict():
    """Return the predictions that the statement asks for."""
    # TODO: replace the line below by one return of a dict in braces, with True or False for each key: no calls, no
    # variables. The dict is read from this file; it is never run.
    raise NotImplementedError
