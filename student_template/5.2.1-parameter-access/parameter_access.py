"""5.2.1: the parameters of any net, by their paths, and the tensors that a net hides from PyTorch."""


def layer_params(net):
    """Return the parameters of every module that owns some.

    Args:
        net: any module.

    Returns:
        The path of each module (`''` for the net itself) with a dict of its own parameters by name.
    """
    # TODO
    raise NotImplementedError


def get_by_path(net, path):
    """Return the parameter at a dotted path, such as `net.2.bias`.

    Raises:
        KeyError, IndexError or AttributeError: the path leads to no parameter.
    """
    # TODO
    raise NotImplementedError


def untracked_tensors(net):
    """Return the paths of tensors that are attributes of a module, but neither parameters nor buffers."""
    # TODO
    raise NotImplementedError


def track(net):
    """Make every untracked tensor a buffer of its module, under the same name."""
    # TODO
    raise NotImplementedError
