"""5.3.2: nets whose widths do not fit, and how to tell where."""

# TODO: explain in a few sentences when a mismatch is found, and why not earlier. People read this; it earns no points
# for now.
WHY = ""


def build_bad(d_in, d_hidden, d_expected, d_out):
    """Return a net of two layers, each made of the widths that were written down for it."""
    # TODO
    raise NotImplementedError


def build_good(d_hidden, d_out):
    """Return a net of two layers that find their input widths by themselves."""
    # TODO
    raise NotImplementedError


def find_mismatch(layers, shape):
    """Return the first layer that fails for an input of this shape, and the two matrices that do not fit."""
    # TODO
    raise NotImplementedError


def predict():
    """Return the predictions that the statement asks for."""
    # TODO: replace the line below by one return of a dict in braces. Write every value out as a literal (True, "abc",
    # None, (3, 4)): no calls, no arithmetic, no variables. The dict is read from this file; it is never run.
    raise NotImplementedError
