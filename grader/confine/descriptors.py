"""Close every descriptor that the student's process inherited and is not meant to have.

An open descriptor is a right that no later mechanism takes back: Landlock judges opening, not reading. What leaks this
way: the zygote's own socket, another student's wire, a checks file that a library left open.
"""

import itertools
import os
import sys

from grader.confine import kernel
from grader.confine.policy import ConfinementError, Policy, UnavailableError

_STANDARD = (0, 1, 2)
_LAST = 2**32 - 1


def hold(policy: Policy) -> None:
    """Close all but standard input, output, error and `policy.keep`.

    Python objects that own a closed descriptor would close the number again when they are collected, by then perhaps
    the student's own file; the zygote keeps its objects alive (`gc.freeze`) or detaches them.

    Raises:
        ConfinementError: the kernel did not close them.
        UnavailableError: Windows, where a started program inherits the handles that it is given and no others.
    """
    if sys.platform == "win32":
        raise UnavailableError(
            "Windows has no descriptors to close", advice="Grade other people's work on Linux 6.2 or newer"
        )
    keep = sorted({*_STANDARD, *policy.keep})
    try:
        for before, after in itertools.pairwise([-1, *keep, _LAST + 1]):
            if before + 1 < after:
                kernel.call("close_range", before + 1, after - 1, 0)  # close_range(2), Linux 5.9
    except UnavailableError:
        _close_listed(frozenset(keep))
    except OSError as fault:
        raise ConfinementError(f"inherited descriptors stay open: {fault}") from fault


def _close_listed(keep: frozenset[int]) -> None:
    """Close what `/dev/fd` lists; macOS has it too."""
    try:
        listed = [int(name) for name in os.listdir("/dev/fd")]  # noqa: PTH208  # pathlib is one import more for a child
    except OSError:
        listed = list(range(os.sysconf("SC_OPEN_MAX")))
    for descriptor in listed:
        if descriptor not in keep:
            try:
                os.close(descriptor)
            except OSError:
                continue  # the descriptor of the listing itself, or a gap
