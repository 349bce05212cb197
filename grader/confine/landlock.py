"""Landlock: the files of the policy and no others, no TCP, no signals out, no abstract sockets.

See landlock(7) and the kernel's `Documentation/userspace-api/landlock.rst`. A ruleset names the rights that it governs,
and then gives some of them back beneath certain paths. What it does not govern by this ABI: stat, chdir, readlink,
modes, owners, times, extended attributes (`rules` answers those that change something), and descriptors that were open
before. So hidden files belong in a folder whose mode keeps the student's user id out; as the same user it is their
contents and listings that are safe, not their existence.

Landlock is per thread: threads that already run stay as free as they were. Confine while there is only one.
"""

import ctypes
import errno
import functools
import os
import stat
import struct
import sys
from typing import Final

from grader.confine import kernel
from grader.confine.policy import ConfinementError, Policy, UnavailableError

LEAST: Final = 3
"""ABI 3 (Linux 6.2) is the first that keeps files from being truncated."""

LATEST: Final = 7
"""ABI 7 (Linux 6.15) is the newest that this file knows; newer kernels serve it."""

# include/uapi/linux/landlock.h
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR, _REMOVE_DIR, _REMOVE_FILE = (1 << bit for bit in range(6))
_MAKE_DIR, _MAKE_REG, _REFER, _TRUNCATE, _IOCTL_DEV = (1 << bit for bit in (7, 8, 13, 14, 15))
_FIRST_ABI: Final = (1 << 13) - 1

_READ: Final = _READ_FILE | _READ_DIR
# No device nodes, sockets, fifos or symbolic links: the parent walks this folder later. _REFER (ABI 2) lets a file move
# between folders of the work folder; the source needs it as well, so nothing can be linked in from outside.
_WRITE: Final = _READ | _WRITE_FILE | _TRUNCATE | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR | _MAKE_REG | _REFER
_OF_A_FILE: Final = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEV

_BIND_TCP, _CONNECT_TCP = 1, 2
_SCOPE_ABSTRACT_UNIX_SOCKET, _SCOPE_SIGNAL = 1, 2
_CREATE_RULESET_VERSION: Final = 1
_RULE_PATH_BENEATH: Final = 1
_RESTRICT_SELF_LOG_SAME_EXEC_OFF: Final = 1

# Measured with torch 2.13: oneDNN and cpuinfo read these at the first convolution or optimizer step, and write a page
# of complaints to standard error where they cannot. Of /proc/self, torch's profiler and libffi look at `status` and
# `cmdline` and do without, so nothing of it is given: writes through `mem` ignore page protections, and `environ`,
# `maps` and `fd` are nobody's business.
SYSTEM_READ: Final = ("/proc/cpuinfo", "/sys/devices/system/cpu", "/dev/urandom")
SYSTEM_WRITE: Final = ("/dev/null",)


@functools.cache
def version() -> int:
    """The ABI that the kernel offers, 0 for none.

    Raises:
        ConfinementError: the kernel answered with something else than "not here".
    """
    try:
        return kernel.call("landlock_create_ruleset", 0, 0, _CREATE_RULESET_VERSION)
    except UnavailableError:
        return 0
    except OSError as fault:
        # ENOSYS: not built in. EOPNOTSUPP: switched off at boot. EPERM: an outer seccomp filter (old Docker).
        if fault.errno in {errno.ENOSYS, errno.EOPNOTSUPP, errno.EPERM}:
            return 0
        raise ConfinementError(f"Landlock does not tell its version: {fault}") from fault


def restrict(policy: Policy, max_abi: int = LATEST) -> int:
    """Confine the calling thread, and all that it starts, to the files of the policy.

    Args:
        policy: its `read` and `write` paths, which must exist.
        max_abi: use no right newer than this ABI, as on an older kernel.

    Returns:
        The ABI in force.

    Raises:
        UnavailableError: the kernel offers none, or in mode `confined` one below `LEAST`.
        ConfinementError: a path cannot be opened, or the kernel refused.
    """
    abi = min(version(), max_abi, LATEST)
    if abi < (LEAST if policy.mode == "confined" else 1):
        raise UnavailableError(
            f"Landlock ABI {LEAST} is needed to wall off files, this kernel has {abi or 'none'}",
            advice="Use Linux 6.2 or newer with landlock in its lsm= list (Ubuntu 24.04, Debian 13), or put bubblewrap "
            "or a container around the grader and ask for --isolation=process by name",
        )
    _alone()
    try:
        ruleset = _ruleset(abi)
        try:
            governed = _governed(abi)
            for paths, rights, must in (
                (SYSTEM_READ, _READ, False),
                (SYSTEM_WRITE, _WRITE, False),
                (policy.read, _READ, True),
                (policy.write, _WRITE, True),
            ):
                for path in paths:
                    _allow(ruleset, path, rights & governed, must=must)
            quiet = _RESTRICT_SELF_LOG_SAME_EXEC_OFF if abi >= 7 else 0  # noqa: PLR2004
            kernel.call("landlock_restrict_self", ruleset, quiet)
        finally:
            os.close(ruleset)
    except OSError as fault:
        raise ConfinementError(f"Landlock does not hold: {fault}") from fault
    return abi


def _governed(abi: int) -> int:
    return _FIRST_ABI | (_REFER if abi >= 2 else 0) | (_TRUNCATE if abi >= 3 else 0) | (_IOCTL_DEV if abi >= 5 else 0)  # noqa: PLR2004


def _ruleset(abi: int) -> int:
    """A new ruleset that governs all that the ABI can: `struct landlock_ruleset_attr`, which grew with it."""
    words = [_governed(abi)]
    if abi >= 4:  # noqa: PLR2004
        words.append(_BIND_TCP | _CONNECT_TCP)
    if abi >= 6:  # noqa: PLR2004
        words.append(_SCOPE_ABSTRACT_UNIX_SOCKET | _SCOPE_SIGNAL)
    attributes = ctypes.create_string_buffer(struct.pack(f"={len(words)}Q", *words), 8 * len(words))
    return kernel.call("landlock_create_ruleset", ctypes.addressof(attributes), len(attributes), 0)


def _allow(ruleset: int, path: str, rights: int, *, must: bool) -> None:
    """Give rights beneath a path. A path of the system that is not there is left out, one of the policy is a fault."""
    try:
        # O_PATH: no read permission is needed on a folder to name it in a rule.
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError as fault:
        if must:
            raise ConfinementError(
                f"{path} is in the policy and cannot be opened: {fault.strerror}",
                advice="Name paths that exist and that the grader's user can reach",
            ) from fault
        return
    try:
        if must:
            _refuse_too_much(path, descriptor)
        if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
            rights &= _OF_A_FILE  # the kernel refuses rights over entries for what has none
        beneath = ctypes.create_string_buffer(struct.pack("=Qi", rights, descriptor))
        kernel.call("landlock_add_rule", ruleset, _RULE_PATH_BENEATH, ctypes.addressof(beneath), 0)
    finally:
        os.close(descriptor)


def _refuse_too_much(path: str, descriptor: int) -> None:
    """A rule for `/` would void the ruleset, one for `/proc` give away the memory of everybody with the same uid."""
    found = os.fstat(descriptor)
    for whole in ("/", "/proc"):
        try:
            known = os.stat(whole)  # noqa: PTH116  # pathlib is one import more for a child
        except FileNotFoundError:
            continue
        if (found.st_dev, found.st_ino) == (known.st_dev, known.st_ino) or (
            whole == "/proc" and found.st_dev == known.st_dev
        ):
            raise ConfinementError(f"{path} is no path to open up to a submission", advice="Name narrower folders")


def _alone() -> None:
    """Other threads would stay outside of the walls, and take the student's code along."""
    if sys.platform != "linux":
        return
    threads = os.stat("/proc/self/task").st_nlink - 2  # noqa: PTH116  # a folder for each thread
    if threads != 1:
        raise ConfinementError(
            f"{threads} threads run in the process that is to be confined, and Landlock confines one",
            advice="Fork before anything starts a thread: one thread for torch, no backward pass in the zygote",
        )
