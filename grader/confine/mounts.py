"""A view of the file system in which nothing that is read leaves a trace: no access times.

Landlock governs neither `stat` nor the walk along a path. So a submission could write down what a hidden check passed
in, as library files that it read, folders that it listed and links that it followed, and `stat` them in the next
grading. Reading cannot be taken from it, so recording is: the zygote enters a mount namespace of its own, once, before
it imports anything, and student processes are born into it. They cannot change it: the calls that could end a process.

Who may mount says `noatime` for every mount. In a user namespace, which is what an ordinary user gets, the kernel keeps
access times as they are (`MNT_LOCK_ATIME`, fs/namespace.c:lock_mnt_tree), but lets mounts be made read-only, and there
none is recorded (fs/inode.c:touch_atime). What stays writable there is the temporary folder, where work folders are.

See mount_namespaces(7), user_namespaces(7), mount_setattr(2) (Linux 5.12).
"""

import contextlib
import ctypes
import os
import re
import struct
import sys
from collections.abc import Iterator
from typing import Final

from grader.confine import kernel, limits, privileges
from grader.confine.paths import library_paths
from grader.confine.policy import ConfinementError, UnavailableError
from grader.confine.trial import in_child

_CLONE_NEWNS, _CLONE_NEWUSER = 0x0002_0000, 0x1000_0000
_AT_FDCWD, _AT_RECURSIVE = -100, 0x8000
_RDONLY, _NOATIME, _ATIME_MODES = 0x01, 0x10, 0x70  # MOUNT_ATTR_*
_MS_BIND, _MS_REC, _MS_PRIVATE = 0x1000, 0x4000, 0x4_0000

_LEFT_WRITABLE: Final = frozenset({"cgroup", "cgroup2"})
"""Kinds of file systems that a student process writes to while it confines itself: to join its cgroup. Landlock lets
nothing be read there, and there are no links."""

ADVICE: Final = (
    "Run the grader as root, or let users have namespaces (user.max_user_namespaces, "
    "kernel.apparmor_restrict_unprivileged_userns), or mount what holds Python and its packages with noatime or "
    "read-only"
)


def hide_access_times(temporary: str) -> bool:
    """Enter the view where this machine grants one; otherwise change nothing.

    Called in the zygote, while it has one thread.

    Args:
        temporary: the folder in which work folders are made.

    Returns:
        Whether no access times are recorded where a student process can read.
    """
    if in_child(lambda: enter(temporary)):
        return are_hidden()
    enter(temporary)
    return True


def enter(temporary: str) -> None:
    """Enter a mount namespace in which no access times are recorded.

    A process that fails half-way is good for nothing: try in a child first.

    Raises:
        UnavailableError: this machine grants none.
        ConfinementError: access times are still recorded.
    """
    if sys.platform != "linux":
        kernel.arch()
    try:
        # Of the mount as it is outside: where students see a read-only one, they join the first to die through this.
        proc = os.open("/proc", os.O_PATH | os.O_CLOEXEC)
        apart = _leave()
        try:
            _set("/", _AT_RECURSIVE, on=_NOATIME, off=_ATIME_MODES)
        except PermissionError:
            _set("/", _AT_RECURSIVE)
            _make_read_only(os.path.realpath(temporary))
            limits.writable_proc.append(proc)
        else:
            os.close(proc)
        if apart:
            # What it had to be there for is done. A capability that is kept would be the children's, too.
            privileges.clear_capabilities()
    except OSError as fault:
        raise UnavailableError(f"no view without access times can be had: {fault}", advice=ADVICE) from fault
    if not are_hidden():
        raise ConfinementError("access times are still recorded", advice=ADVICE)


def are_hidden() -> bool:
    """Tell whether the mounts of this process record no access times, where libraries are and at the root.

    `/proc` is not asked: in a container it is writable whatever the rest is, and what could be recorded there are the
    four links at its top, which everybody follows all the time.
    """
    if sys.platform != "linux":
        return False
    return all(_is_silent(path) for path in ("/", "/sys", *library_paths()) if os.path.exists(path))  # noqa: PTH110


def _is_silent(path: str) -> bool:
    return bool(os.statvfs(path).f_flag & (os.ST_RDONLY | os.ST_NOATIME))


def _leave() -> bool:
    """Enter a mount namespace; return whether it took a user namespace as well."""
    try:
        kernel.call("unshare", _CLONE_NEWNS)
    except PermissionError:
        uid, gid = os.geteuid(), os.getegid()
        if uid == 0:
            raise  # its students may be given other user ids, and a namespace would have one
        kernel.call("unshare", _CLONE_NEWUSER | _CLONE_NEWNS)
        # Itself and nobody else, see user_namespaces(7); who may not change groups may be mapped.
        for name, text in (
            ("setgroups", b"deny"),
            ("uid_map", b"%d %d 1" % (uid, uid)),
            ("gid_map", b"%d %d 1" % (gid, gid)),
        ):
            with open(f"/proc/self/{name}", "wb", buffering=0) as file:  # noqa: PTH123
                file.write(text)
        return True
    return False


def _make_read_only(temporary: str) -> None:
    """Make all mounts read-only but the temporary folder, which becomes one, and what `_LEFT_WRITABLE` names."""
    path = os.fsencode(temporary)
    place = ctypes.create_string_buffer(path, len(path) + 1)
    address = ctypes.addressof(place)
    kernel.call("mount", address, address, 0, _MS_BIND | _MS_REC, 0)
    for point, kind in list(_mounts()):
        if kind not in _LEFT_WRITABLE and point != temporary:
            with contextlib.suppress(OSError):  # below a folder that this user cannot enter, or covered by another
                _set(point, on=_RDONLY)


def _mounts() -> Iterator[tuple[str, str]]:
    """Mount points and the kinds of file systems there. See proc_pid_mountinfo(5)."""
    with open("/proc/self/mountinfo", encoding="utf-8", errors="surrogateescape") as lines:  # noqa: PTH123
        for line in lines:
            fields, _, tail = line.partition(" - ")
            point = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), fields.split(" ")[4])
            yield point, tail.split(" ", 1)[0]


def _set(path: str, flags: int = 0, *, on: int = 0, off: int = 0) -> None:
    """Change a mount, and take it out of every peer group: what happens here is seen nowhere else."""
    name = ctypes.create_string_buffer(os.fsencode(path))
    attributes = ctypes.create_string_buffer(struct.pack("=4Q", on, off, _MS_PRIVATE, 0), 32)
    kernel.call("mount_setattr", _AT_FDCWD, ctypes.addressof(name), flags, ctypes.addressof(attributes), 32)
