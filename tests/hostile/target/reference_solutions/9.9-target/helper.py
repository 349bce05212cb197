"""A second file, which a submission need not have."""


def factor():
    """Return two."""
    return 2
