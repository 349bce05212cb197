"""5.3.3: one net for inputs of several widths."""


def make_net(dims, d_hidden, d_out):
    """Return a net for inputs of every width in `dims`."""
    # TODO: return an nn.Module that shares parameters among the widths
    raise NotImplementedError
