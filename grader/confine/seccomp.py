"""Load the filter of system calls; `rules` says what it answers, `bpf` how it is put together.

See seccomp(2). A filter cannot be taken off again, is inherited by every thread and process that comes of this one, and
runs before the kernel does anything else with a call: it is the only mechanism that makes kernel code unreachable.
"""

import ctypes
import errno
import functools
import os
import struct
from typing import Final

from grader.confine import kernel, rules
from grader.confine.bpf import Program, assemble
from grader.confine.policy import ConfinementError, Policy, UnavailableError
from grader.confine.syscalls import Arch

_SET_MODE_FILTER: Final = 1
_FLAG_TSYNC: Final = 1


@functools.cache
def program(arch: Arch) -> Program:
    """The filter for an architecture: a pure value, assembled once (in the zygote, so that children find it)."""
    return assemble(rules.actions(arch), arch, default=rules.DEFAULT, unknown=rules.UNKNOWN)


def hold(_policy: Policy) -> None:
    """Load the filter for all threads of the calling process.

    The process's own id is written into it, so it is to be loaded after the last fork.

    Raises:
        UnavailableError: the kernel has no seccomp filters, or an outer filter forbids them.
        ConfinementError: the kernel refused this one.
    """
    filled = program(kernel.arch()).for_process(os.getpid())
    instructions = ctypes.create_string_buffer(filled, len(filled))
    # struct sock_fprog: a 16-bit count, padding, a pointer.
    header = ctypes.create_string_buffer(struct.pack("@HP", len(filled) // 8, ctypes.addressof(instructions)))
    try:
        refused = kernel.call("seccomp", _SET_MODE_FILTER, _FLAG_TSYNC, ctypes.addressof(header))
    except OSError as fault:
        if fault.errno in {errno.ENOSYS, errno.EINVAL, errno.EPERM}:
            raise UnavailableError(
                f"the kernel does not load a seccomp filter: {fault}",
                advice="Use a kernel built with CONFIG_SECCOMP_FILTER, or put bubblewrap or a container around the "
                "grader and ask for --isolation=process by name",
            ) from fault
        raise ConfinementError(f"the seccomp filter does not hold: {fault}") from fault
    if refused:
        # With TSYNC the kernel names a thread that it could not bring along, and then has bound none.
        raise ConfinementError(f"thread {refused} is not under the seccomp filter")
