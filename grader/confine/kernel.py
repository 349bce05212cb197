"""System calls that Python's standard library does not offer, made through the C library's syscall(2).

Nothing here needs the C library to know the call: Debian 12's glibc has no wrapper for Landlock, and a wrapper that is
missing at run time would be one more way to fail open. Importing this file does nothing on any platform.
"""

import ctypes
import functools
import os
import sys

from grader.confine.policy import UnavailableError
from grader.confine.syscalls import NUMBERS, Arch


def arch() -> Arch:
    """The architecture whose system-call numbers this process uses.

    Raises:
        UnavailableError: not Linux, or a machine for which there is no table of system calls.
    """
    if sys.platform != "linux":
        raise UnavailableError(
            f"{sys.platform} has neither Landlock nor seccomp",
            advice="Grade other people's work on Linux 6.2 or newer",
        )
    machine = os.uname().machine
    # A 32-bit interpreter on a 64-bit kernel uses another table; `uname` alone would not tell.
    if sys.maxsize > 2**32:
        if machine == "x86_64":
            return "x86_64"
        if machine == "aarch64":
            return "aarch64"
    raise UnavailableError(
        f"there is no table of system calls for {machine} with {sys.maxsize.bit_length() + 1}-bit pointers",
        advice="Use a 64-bit Python on x86_64 or aarch64",
    )


@functools.cache
def _libc() -> ctypes.CDLL:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    return libc


def call(name: str, *arguments: int) -> int:
    """Make one system call.

    Args:
        name: its name in `syscalls.NUMBERS`.
        arguments: integers and addresses (`ctypes.addressof`), each passed as a register-wide word.

    Returns:
        What the kernel returned.

    Raises:
        OSError: the kernel refused.
        UnavailableError: there is no table for this machine.
    """
    number = NUMBERS[name][arch()]
    # Without c_long a Python int travels as a 32-bit int: addresses and 64-bit flags would be cut without a word.
    result = int(_libc().syscall(ctypes.c_long(number), *(ctypes.c_long(argument) for argument in arguments)))
    if result == -1:
        code = ctypes.get_errno()
        raise OSError(code, f"{name}: {os.strerror(code)}")
    return result


def prctl(option: int, *arguments: int) -> int:
    """Set or get an attribute of the process; unused arguments are 0, since several options refuse anything else.

    Source: prctl(2).

    Raises:
        OSError: the kernel refused.
        UnavailableError: there is no table for this machine.
    """
    rest = (*arguments, 0, 0, 0, 0)[:4]
    return call("prctl", option, *rest)
