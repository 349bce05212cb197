"""5.5.1: a checkpoint from which training goes on exactly."""

# TODO: tell in a few sentences what stored parameters are good for if the net is never deployed. People read this; it
# earns no points for now.
WHY = ""


def save_checkpoint(path, net, opt, step):
    """Write net, optimizer and step to one file, which replaces an older one at once or not at all.

    Args:
        path: where the file goes.
        net: any module.
        opt: the optimizer that trains it.
        step: how many steps have been made.
    """
    # TODO
    raise NotImplementedError


def load_checkpoint(path, net, opt):
    """Read net and optimizer from a file, in place; return the step."""
    # TODO
    raise NotImplementedError
