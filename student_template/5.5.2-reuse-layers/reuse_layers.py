"""5.5.2: the first two layers of a net serve another one."""


def reuse(old, head, *, share=False, freeze=False):
    """Put a new head behind the first two layers of an old net.

    Args:
        old: an nn.Sequential of two or more children.
        head: becomes the third child.
        share: use the old layers themselves instead of copies.
        freeze: the two layers no longer learn in the new net.
    """
    # TODO
    raise NotImplementedError


def load_first_two(path, new):
    """Load the first two layers of the net saved at `path` into `new`; return the names of what was loaded."""
    # TODO
    raise NotImplementedError
