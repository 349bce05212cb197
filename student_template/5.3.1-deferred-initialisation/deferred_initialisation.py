"""5.3.1: a net whose first layer is sized and whose last one is not."""

# TODO: explain in a few sentences which layers are initialized at once, and why the others are not. People read this;
# it earns no points for now.
WHY = ""


def build():
    """Return the net: 20 inputs, 256 hidden units, and 10 outputs whose layer finds its input width by itself."""
    # TODO
    raise NotImplementedError


def status(net):
    """Tell of each parameter of `net`, in order, whether it is "ready" or "lazy"."""
    # TODO: look at the parameters; run nothing
    raise NotImplementedError


def predict():
    """Return the predictions that the statement asks for."""
    # TODO: replace the line below by one return of a dict in braces. Write every value out as a literal (True, "abc",
    # None, ["a", "b"]): no calls, no arithmetic, no variables. The dict is read from this file; it is never run.
    raise NotImplementedError
