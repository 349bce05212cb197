"""5.6.2: parameters that are stored on one device and loaded on another."""


def save_params(net, path):
    """Write the parameters and buffers of a net to a file. The net stays where it is."""
    # TODO
    raise NotImplementedError


def load_params(net, path, device):
    """Load parameters and buffers from a file, whatever device they come from, and put the net on `device`.

    Args:
        net: keeps its parameter objects.
        path: a file of `save_params`.
        device: a string or a torch.device.
    """
    # TODO
    raise NotImplementedError
