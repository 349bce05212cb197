"""Resource limits: the ones that hold without root and without cgroups.

See getrlimit(2). The hard limit is set with the soft one, so that no `setrlimit` gets past it. A cgroup, where it can
be had (`cgroups`), is exact where these are rough.
"""

import contextlib
import os
import sys
from typing import Final

from grader.confine import privileges
from grader.confine.policy import ConfinementError, Policy, UnavailableError

if sys.platform != "win32":
    import resource

THREAD_SLACK: Final = 16
"""Threads beyond the exercise's own: torch starts pools for autograd and inter-op work, Python code a few helpers."""

SHARED_UID_SLACK: Final = 1024
"""`RLIMIT_NPROC` counts all threads of a user id. Where the student's process has the grader's own, a browser that is
opened meanwhile must not make `threading.Thread` fail; a thread bomb of this size does no harm."""

writable_proc: Final[list[int]] = []
"""The descriptor of a `/proc` that can be written to, where that of all paths cannot. `mounts` puts it here."""

_ADDRESS_SLACK: Final = 1 << 30
_ADDRESS_SLACK_A_THREAD: Final = 256 << 20
_STACK: Final = 8 << 20
_KB: Final = 1024


def hold(policy: Policy) -> None:
    """Set the limits of the calling process.

    Memory is limited twice. `RLIMIT_DATA` (private writable memory, Linux 4.7) is the limit that the exercise names, on
    top of what the zygote's pages already count. It can be walked around: pages that are written and then made
    read-only with mprotect(2) leave its books and stay in memory, and shared file mappings never enter them. So
    `RLIMIT_AS` stands behind it: it counts every mapping, and is wide enough for the 64 MiB that glibc reserves for
    each thread's arena and never touches.

    Raises:
        ConfinementError: a limit was not accepted.
        UnavailableError: the platform has no such limits.
    """
    if sys.platform == "win32":
        raise UnavailableError(
            "Windows has no resource limits for one process", advice="Grade other people's work on Linux 6.2 or newer"
        )
    limits = {
        resource.RLIMIT_CORE: 0,  # a core file would hold the zygote's memory, written where the work folder is
        resource.RLIMIT_FSIZE: policy.file_bytes,
        resource.RLIMIT_NOFILE: policy.descriptors,
    }
    if sys.platform == "linux":
        owned, mapped = _memory()
        room = _ADDRESS_SLACK + _ADDRESS_SLACK_A_THREAD * max(policy.threads, 1)
        limits |= {
            resource.RLIMIT_DATA: owned + policy.data_bytes,
            resource.RLIMIT_AS: mapped + policy.data_bytes + room,
            resource.RLIMIT_STACK: _STACK,
            resource.RLIMIT_NPROC: threads_bound(policy),
            resource.RLIMIT_MEMLOCK: 0,
            resource.RLIMIT_MSGQUEUE: 0,
            resource.RLIMIT_SIGPENDING: 64,  # queued signals are kernel memory; plain ones need no queue
            resource.RLIMIT_NICE: 0,
            resource.RLIMIT_RTPRIO: 0,
        }
    for limit, value in limits.items():
        _set(limit, value, value)
    # SIGXCPU first: who waits for the process learns why it died. Who handles the signal has a second left.
    _set(resource.RLIMIT_CPU, policy.cpu_seconds, policy.cpu_seconds + 1)


def _set(limit: int, soft: int, hard: int) -> None:
    ceiling = resource.getrlimit(limit)[1]
    if ceiling != resource.RLIM_INFINITY:
        soft, hard = min(soft, ceiling), min(hard, ceiling)
    try:
        resource.setrlimit(limit, (soft, hard))
    except (OSError, ValueError) as fault:
        raise ConfinementError(f"resource limit {limit} was not set to {soft}: {fault}") from fault


def _memory() -> tuple[int, int]:
    """Bytes of private writable memory and of all mappings, as the two limits count them (proc_pid_status(5))."""
    found = {}
    try:
        with open("/proc/self/status", "rb") as status:  # noqa: PTH123  # pathlib is one import more for a child
            for line in status:
                name, _, rest = line.partition(b":")
                if name in {b"VmData", b"VmSize"}:
                    found[name] = int(rest.split()[0]) * _KB
        return found[b"VmData"], found[b"VmSize"]
    except (OSError, LookupError, ValueError) as fault:
        raise ConfinementError(f"/proc/self/status does not tell the memory in use: {fault!r}") from fault


def threads_bound(policy: Policy) -> int:
    """The value of `RLIMIT_NPROC`, which counts by the real user id that `privileges` leaves."""
    own = policy.threads + THREAD_SLACK
    if privileges.stands_alone(policy):
        return own
    return own + SHARED_UID_SLACK + tasks_of(os.getuid())


def tasks_of(uid: int) -> int:
    """How many threads the processes of a user have, as far as `/proc` shows them."""
    count = 0
    with os.scandir("/proc") as entries:
        for entry in entries:
            if not entry.name.isdecimal():
                continue
            # Processes come and go while this reads.
            with contextlib.suppress(OSError):
                tasks = os.stat(f"/proc/{entry.name}/task")  # noqa: PTH116  # hundreds of these a process
                if entry.stat().st_uid == uid:
                    count += tasks.st_nlink - 2  # a folder for each thread
    return count


def die_first() -> None:
    """Ask the kernel to end this process before any other when the machine runs out of memory.

    Called before inherited descriptors are closed, see `writable_proc`. See proc_pid_oom_score_adj(5). A courtesy to
    the machine: where `/proc` is not writable the limits above still hold.
    """
    folder = writable_proc[-1] if writable_proc else None
    place = "/proc/self/oom_score_adj" if folder is None else "self/oom_score_adj"
    with contextlib.suppress(OSError):
        score = os.open(place, os.O_WRONLY, dir_fd=folder)
        try:
            os.write(score, b"1000")
        finally:
            os.close(score)
