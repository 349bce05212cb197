"""Give up every privilege, and every way back to one.

See capabilities(7), credentials(7), prctl(2). The student's process may be root's: a grader in a container usually is.
Without capabilities root is an ordinary user who happens to own root's files, which is why a user id of its own is
better wherever the interpreter can be read with it.
"""

import contextlib
import ctypes
import errno
import os
import struct
import sys
from typing import Final

from grader.confine import kernel
from grader.confine.policy import ConfinementError, Policy, UnavailableError

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_CAPBSET_DROP, _PR_SET_NO_NEW_PRIVS, _PR_CAP_AMBIENT = 1, 4, 24, 38, 47
_PR_CAP_AMBIENT_CLEAR_ALL: Final = 4
_CAPABILITY_VERSION_3: Final = 0x2008_0522
_MOST_CAPABILITIES: Final = 64
_SIGKILL: Final = 9
_LONE_UIDS: Final = 0x7100_0000  # above what systemd hands to containers and users; one for each process id
_LAST_LONE_UID: Final = _LONE_UIDS + (1 << 22)  # PID_MAX_LIMIT, proc_sys_kernel(5)


def no_new_privs(_policy: Policy) -> None:
    """Make setuid bits and file capabilities void for this process and all that come of it (Linux 3.5).

    It is also what lets an ordinary user load a seccomp filter and a Landlock ruleset.

    Raises:
        ConfinementError: the kernel refused.
        UnavailableError: not Linux.
    """
    _prctl("PR_SET_NO_NEW_PRIVS", _PR_SET_NO_NEW_PRIVS, 1)


def hold(policy: Policy) -> None:
    """Take on the policy's user id where possible, drop all capabilities, die with the parent, refuse to be traced.

    The order matters. Dropping from the bounding set needs a capability, so it comes before the user id. A change of
    credentials clears the signal on the parent's death and resets dumpability (`kernel/cred.c:commit_creds`), so both
    come last.

    Raises:
        ConfinementError: one of them did not hold.
        UnavailableError: not Linux.
    """
    if sys.platform != "linux":
        kernel.arch()
    _clear_bounding_set()
    if policy.uid is not None and switches_uid(policy):
        _take_on(policy.uid, policy.uid if policy.gid is None else policy.gid)
    elif policy.mode != "process" and os.geteuid() == 0:
        _count_alone()
    clear_capabilities()
    # A zygote that is killed must not leave students' processes behind.
    _prctl("PR_SET_PDEATHSIG", _PR_SET_PDEATHSIG, _SIGKILL)
    # No core file, no ptrace by another process of the same user, and /proc/<pid>/mem belongs to root.
    _prctl("PR_SET_DUMPABLE", _PR_SET_DUMPABLE, 0)


def switches_uid(policy: Policy) -> bool:
    """Whether `hold` changes the user id: asked by root, for a policy that names one."""
    return policy.uid is not None and policy.mode != "process" and sys.platform != "win32" and os.geteuid() == 0


def stands_alone(policy: Policy) -> bool:
    """Whether `hold` will leave the process with a real user id that no other process has. Asked before Landlock."""
    return switches_uid(policy) or (policy.mode != "process" and sys.platform == "linux" and _may_count_alone())


def _take_on(uid: int, gid: int) -> None:
    if uid <= 0 or gid <= 0:
        raise ConfinementError(
            f"user id {uid} and group id {gid} are not those of an unprivileged user",
            advice="Name ids of 1 and above that nothing else on the machine has",
        )
    try:
        os.setgroups([])
        os.setresgid(gid, gid, gid)
        os.setresuid(uid, uid, uid)
    except OSError as fault:
        raise ConfinementError(
            f"cannot take on user id {uid} and group id {gid}: {fault}",
            advice="Inside a user namespace the ids have to be mapped; name mapped ones or none",
        ) from fault
    if os.getresuid() != (uid, uid, uid) or os.getresgid() != (gid, gid, gid) or os.getgroups():
        raise ConfinementError(f"user id {uid} was taken on in part: {os.getresuid()}, {os.getresgid()}")


def _count_alone() -> None:
    """Let a process that stays root be counted as a user of its own.

    `RLIMIT_NPROC` counts by the real user id, and is void for root's (`kernel/fork.c:copy_process`): a thread bomb took
    thousands of threads in a test. The effective id decides over files and stays, for the interpreter may be readable
    with no other. Where no such id is mapped, a pids cgroup has to bound root's threads.
    """
    with contextlib.suppress(OSError):
        os.setresuid(_LONE_UIDS + os.getpid(), -1, -1)


def _may_count_alone() -> bool:
    """Whether this is root, and its user namespace has ids to spare: a rootless container's has not.

    See user_namespaces(7), "User and group ID mappings". Root of such a container is somebody for whom `RLIMIT_NPROC`
    is not void, together with all else that runs in there.
    """
    if os.geteuid() != 0:
        return False
    try:
        with open("/proc/self/uid_map", "rb") as ranges:  # noqa: PTH123  # pathlib is one import more for a child
            mapped = [tuple(map(int, line.split())) for line in ranges]
    except (OSError, ValueError):
        return False
    return any(first <= _LONE_UIDS and first + length > _LAST_LONE_UID for first, _, length in mapped)


def _clear_bounding_set() -> None:
    """Leave no capability that a program executed later could gain; only who has CAP_SETPCAP can do it, and need."""
    for capability in range(_MOST_CAPABILITIES):
        try:
            kernel.prctl(_PR_CAPBSET_DROP, capability)
        except OSError as fault:
            if fault.errno == errno.EINVAL:  # one past the last that this kernel knows
                return
            if fault.errno == errno.EPERM and capability == 0:  # an ordinary user: no_new_privs does it alone
                return
            raise ConfinementError(f"capability {capability} stays in the bounding set: {fault}") from fault


def clear_capabilities() -> None:
    """Drop all capabilities of the calling thread.

    Raises:
        ConfinementError: the kernel refused.
    """
    header = ctypes.create_string_buffer(struct.pack("=Ii", _CAPABILITY_VERSION_3, 0))
    nothing = ctypes.create_string_buffer(struct.pack("=6I", 0, 0, 0, 0, 0, 0))
    try:
        kernel.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL)
        kernel.call("capset", ctypes.addressof(header), ctypes.addressof(nothing))
    except OSError as fault:
        raise ConfinementError(f"capabilities were not dropped: {fault}") from fault


def _prctl(name: str, option: int, value: int) -> None:
    try:
        kernel.prctl(option, value)
    except UnavailableError:
        raise
    except OSError as fault:
        raise ConfinementError(f"{name} does not hold: {fault}") from fault
