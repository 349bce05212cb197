"""Confine the calling process: a flat list of mechanisms, each of which holds or ends it.

Called in the student's process, between the fork and the first byte of the submission, while it has one thread.
"""

import errno
import os
from collections.abc import Callable
from typing import Final

from grader.confine import descriptors, kernel, landlock, limits, privileges, seccomp
from grader.confine.policy import ConfinementError, Held, Isolation, Policy, UnavailableError

Mechanism = Callable[[Policy], object]

# The order is that of need. Descriptors first, or Landlock's own would be closed. Paths are opened for Landlock before
# the user id changes, which may not reach them. seccomp last: it refuses what the others are made of.
MECHANISMS: Final[tuple[tuple[str, Mechanism], ...]] = (
    ("descriptors", descriptors.hold),
    ("limits", limits.hold),
    ("no_new_privs", privileges.no_new_privs),
    ("landlock", landlock.restrict),
    ("privileges", privileges.hold),
    ("seccomp", seccomp.hold),
)

WALLS: Final = frozenset({"landlock", "seccomp"})
"""What makes `confined` of `process`; not applied in mode `process`."""


def prepare() -> None:
    """Do ahead what does not depend on the policy: in the zygote, before it forks, so that children find it done.

    Never raises: what is missing is for `apply` to say.
    """
    try:
        arch = kernel.arch()
        landlock.version()
        seccomp.program(arch)
    except ConfinementError:
        return


def apply(policy: Policy) -> Held:
    """Confine the calling process for good.

    Args:
        policy: what it may do from now on.

    Returns:
        What holds. In mode `confined` that is everything.

    Raises:
        ConfinementError: a mechanism does not hold, or in mode `confined` is not there. The process is half confined:
            report the sentence and end it.
    """
    held: list[str] = []
    missing: list[str] = []
    abi = 0
    switches = privileges.switches_uid(policy)
    limits.die_first()
    for name, mechanism in MECHANISMS:
        if policy.mode == "process" and name in WALLS:
            continue
        try:
            result = mechanism(policy)
        except UnavailableError as lack:
            if policy.mode == "confined":
                raise
            missing.append(str(lack))
            continue
        held.append(name)
        if name == "landlock" and isinstance(result, int):
            abi = result
    isolation: Isolation = "confined" if held.count("seccomp") and abi >= landlock.LEAST else "process"
    if 0 < abi < landlock.LEAST:
        missing.append(f"Landlock ABI {abi} does not keep files from being truncated. Use Linux 6.2 or newer")
    if isolation == "confined":
        prove_landlock()
        prove_seccomp()
    elif policy.mode == "confined":
        raise ConfinementError("not everything holds, and nothing said why: this is a fault of the grader")
    if switches:
        held.append("uid")
    return Held(isolation=isolation, mechanisms=tuple(held), landlock_abi=abi, missing=tuple(missing))


def prove_landlock() -> None:
    """Try what Landlock forbids: a return value is only what a kernel, or an emulation of one, says.

    Raises:
        ConfinementError: it was possible.
    """
    try:
        os.close(os.open("/", os.O_RDONLY | os.O_DIRECTORY))
    except PermissionError as refusal:
        if refusal.errno == errno.EACCES:
            return
        raise ConfinementError(f"the listing of / is refused by something else than Landlock: {refusal}") from None
    raise ConfinementError("Landlock says that it holds, and / can still be listed")


def prove_seccomp() -> None:
    """Try a call that the filter refuses, with arguments that the kernel would find fault with.

    Raises:
        ConfinementError: it arrived at the kernel.
    """
    try:
        kernel.call("capset", 0, 0)
    except PermissionError:
        return
    except OSError as fault:
        raise ConfinementError(f"seccomp says that it holds, and a forbidden call still arrives: {fault}") from None
    raise ConfinementError("seccomp says that it holds, and a forbidden call still succeeds")
