"""Which system calls a student's process may make, and what becomes of the rest.

An allow list: a call that nobody thought of is refused. Five answers exist.

* *allowed*, some of them only with certain arguments;
* *feigned*: success without effect, for what honest code does in passing and must not do (`shutil.copy2` sets modes
  and times);
* *refused* with the errno that the C library or Python takes for "not here" and goes on;
* *unknown*: ENOSYS for every call younger than Linux 5.1 that is not named, so that libraries fall back to the older
  call, which the filter can judge (`clone3` and `openat2` hide their flags behind a pointer);
* *killed*, SIGSYS for the whole process: calls with no use in any computation, made to get at another process, another
  namespace or the kernel. Only these are worth recording. A plain refusal proves nothing: honest torch code meets some.

What a filter cannot see is behind pointers: paths (Landlock's work) and `struct msghdr`.
"""

import errno
from collections.abc import Mapping
from typing import Final

from grader.confine.bpf import ALLOW, ERRNO, KILL, Action, Masked, Rule
from grader.confine.syscalls import NUMBERS, Arch

DEFAULT: Final = ERRNO | errno.EPERM
UNKNOWN: Final = ERRNO | errno.ENOSYS
_FEIGNED: Final = ERRNO  # errno 0: the call is not made, and returns 0

_ALLOWED: Final = """
    read write readv writev pread64 pwrite64 preadv pwritev lseek close close_range dup dup2 dup3
    pipe pipe2 poll ppoll select pselect6 sendfile ftruncate truncate umask
    access faccessat faccessat2 stat lstat fstat newfstatat statx readlink readlinkat getdents64
    getcwd chdir fchdir mkdir mkdirat rmdir rename renameat unlink unlinkat
    shutdown getsockname getpeername
    brk munmap mprotect mremap
    exit exit_group set_robust_list rseq set_tid_address restart_syscall sched_yield sched_getaffinity sched_getparam
    sched_getscheduler sched_get_priority_max sched_get_priority_min getpriority getcpu
    rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigsuspend rt_sigtimedwait sigaltstack pause
    getpid getppid gettid getuid geteuid getgid getegid getresuid getresgid getgroups getpgrp getpgid getsid
    getrlimit getrusage times sysinfo uname getrandom
    time gettimeofday nanosleep alarm getitimer setitimer
"""

_KILLED: Final = """
    ptrace process_vm_readv process_vm_writev kcmp pidfd_getfd pidfd_send_signal
    unshare setns mount umount2 pivot_root chroot open_tree move_mount fsopen fsconfig fsmount fspick mount_setattr
    open_by_handle_at
    kexec_load kexec_file_load init_module finit_module delete_module bpf reboot swapon swapoff iopl ioperm acct
    add_key request_key keyctl userfaultfd io_uring_setup io_uring_enter io_uring_register
"""

# Whoever waits for a disk is not charged for it, so nobody may wait at will: what is written to a work folder is
# removed with it, and need not be on the disk before.
#
# Landlock governs neither modes, owners nor times: without this a submission run under the grader's own uid could open
# up a hidden file for others, or lock the grader out of its own folders, wherever it knows a path.
#
# Advice on files is feigned for another reason: POSIX_FADV_DONTNEED throws a library file's pages out of the cache that
# everybody shares, by which one process tells another something, and no computation depends on it.
_FEIGNED_CALLS: Final = "fsync fdatasync msync chmod fchmod fchmodat fadvise64"

# The same holds for extended attributes. `shutil.copy2` takes ENOTSUP, and no other errno, for "no attributes here".
_WITHOUT_ATTRIBUTES: Final = """
    getxattr lgetxattr fgetxattr listxattr llistxattr flistxattr
    setxattr lsetxattr fsetxattr removexattr lremovexattr fremovexattr
"""

# Free blocks and files of the file system tell what other gradings write at the same time.
_WITHOUT_FIGURES: Final = "statfs fstatfs"

_WITHOUT_CHILDREN: Final = "wait4 waitid"

# --- Arguments. Constants: include/uapi of Linux; the same on both architectures wherever not said otherwise.

# A setuid file that the student's process makes in the work folder would be root's own, if the grader is root and could
# not change uids. Without O_CREAT the mode is whatever was in the register, so it is judged only with it.
_CREATES, _SETUID_OR_SETGID = 0o100 | 0o20000000, 0o6000  # O_CREAT | __O_TMPFILE
_SYNC = 0o4010000  # O_SYNC with O_DSYNC: as fsync
_DIRECT: Final[Mapping[Arch, int]] = {"x86_64": 0o40000, "aarch64": 0o200000}  # O_DIRECT: each read and write waits


def _opening(flags: int, mode: int, direct: int) -> Rule:
    cached = Masked(flags, 0, _SYNC | direct)
    return Rule(((Masked(flags, 0, _CREATES), cached), (Masked(mode, 0, _SETUID_OR_SETGID), cached)), DEFAULT)


# RLIMIT_DATA counts private writable memory only. Shared anonymous memory escapes it, and so does a mapping that claims
# to be a stack (MAP_GROWSDOWN, mm/mmap.c:is_data_mapping); neither has a use in a process without children. Huge pages
# come from a pool that the whole machine shares.
_SHARED, _PRIVATE, _SHARED_VALIDATE = 1, 2, 3
_MAP_TYPE, _ANONYMOUS, _GROWSDOWN, _HUGETLB = 0x0F, 0x20, 0x100, 0x40000
_PRIVATE_BITS = _MAP_TYPE | _GROWSDOWN | _HUGETLB
_SHARED_BITS = _PRIVATE_BITS | _ANONYMOUS

# What malloc(3), torch and mmap(2) by hand ask for. Not MADV_PAGEOUT, MADV_COLD and MADV_COLLAPSE, which move pages of
# a library file that everybody shares, nor MADV_MERGEABLE, which lets the time of a write tell what another process has
# in memory. EINVAL is how a kernel says that it is too old for one.
_ADVICE = (0, 1, 2, 3, 4, 8, 10, 11, 14, 15, 16, 17, 18, 19)
# NORMAL RANDOM SEQUENTIAL WILLNEED DONTNEED FREE DONTFORK DOFORK HUGEPAGE NOHUGEPAGE DONTDUMP DODUMP WIPEONFORK
# KEEPONFORK

# Exactly what pthread_create(3) passes to clone(2), glibc and musl (which adds CLONE_DETACHED, ignored since 2.6):
# VM FS FILES SIGHAND THREAD SYSVSEM SETTLS PARENT_SETTID CHILD_CLEARTID. Anything else would be a new process, or a
# thread that does not share what the confinement looks at.
_THREAD, _DETACHED = 0x003D_0F00, 0x0040_0000

# Priority-inheriting futexes are rarely used and often the way into the kernel (CVE-2014-3153). ENOSYS is how glibc
# learns that there are none. Bits 7 and 8 are FUTEX_PRIVATE_FLAG and FUTEX_CLOCK_REALTIME.
_FUTEX_OPERATION = 0xFFFF_FFFF & ~0x180
_FUTEX_OPERATIONS = (0, 1, 3, 4, 5, 9, 10)  # WAIT WAKE REQUEUE CMP_REQUEUE WAKE_OP WAIT_BITSET WAKE_BITSET

# Terminals can be typed into (TIOCSTI), and drivers hang off ioctl(2). ENOTSUP is what Python takes, from FICLONE, for
# "copy it by hand".
_IOCTLS = (0x5401, 0x802C_542A, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
# TCGETS and TCGETS2 (isatty), TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX

# Without: F_SETOWN and F_SETSIG (signals to others), F_NOTIFY (learns of names in folders that cannot be listed),
# F_SETLEASE (stalls whoever opens the file), locks (stall whoever locks it), F_SETPIPE_SZ, F_ADD_SEALS.
_FCNTLS = (0, 1, 2, 3, 1030, 1032, 1034)  # DUPFD GETFD SETFD GETFL DUPFD_CLOEXEC GETPIPE_SZ GET_SEALS
_SETFL, _ASYNC = 4, 0o20000

# Names only for oneself. No PR_SET_DUMPABLE, PR_SET_PDEATHSIG, PR_SET_PTRACER, PR_SET_SECCOMP, PR_SET_MM.
_PRCTLS = (2, 3, 15, 16, 21, 23, 30, 39, 42)
# GET_PDEATHSIG GET_DUMPABLE SET_NAME GET_NAME GET_SECCOMP CAPBSET_READ GET_TIMERSLACK GET_NO_NEW_PRIVS GET_THP_DISABLE

# x86 only: oneDNN asks for AMX tiles here. The judge computes with them, so must the student's process, or bfloat16
# results would differ. Not ARCH_SET_FS and friends.
_ARCH_PRCTLS = (0x1021, 0x1022, 0x1023)  # ARCH_GET_XCOMP_SUPP, ARCH_GET_XCOMP_PERM, ARCH_REQ_XCOMP_PERM

# MSG_OOB on Unix sockets has led out of stricter sandboxes than this one (CVE-2025-38236).
_SEND = 0x4000 | 0x40 | 0x8000  # MSG_NOSIGNAL MSG_DONTWAIT MSG_MORE
_RECEIVE = 0x4000 | 0x40 | 0x100 | 0x2 | 0x20 | 0x4000_0000  # .. .. WAITALL PEEK TRUNC CMSG_CLOEXEC


# What `socket.socket(fileno=...)` asks. SO_PEERPIDFD (Linux 6.5) would hand out the judge's process.
_SOL_SOCKET: Final = 1
_SOCKET_OPTIONS = (3, 4, 7, 8, 38, 39)  # SO_TYPE SO_ERROR SO_SNDBUF SO_RCVBUF SO_PROTOCOL SO_DOMAIN


# Other clocks belong to a process or a thread by its id, see clock_getcpuclockid(3): the kernel tells anybody how much
# CPU time the judge has taken, which lives on from one grading to the next.
_CLOCKS: Final = 0x0F  # CLOCK_REALTIME to CLOCK_TAI


def _one_of(argument: int, values: tuple[int, ...], *, mask: int = 0xFFFF_FFFF) -> tuple[tuple[Masked, ...], ...]:
    return tuple((Masked(argument, value, mask),) for value in values)


def _only_bits(argument: int, bits: int) -> Masked:
    return Masked(argument, 0, 0xFFFF_FFFF & ~bits)


def _null(argument: int) -> tuple[Masked, Masked]:
    return Masked(argument, 0), Masked(argument, 0, high=True)


_CLOCK_OF_ALL: Final = Rule(((_only_bits(0, _CLOCKS),),), ERRNO | errno.EINVAL)
_TO_ITSELF: Final = Rule(((Masked(0, None),),), DEFAULT)

_RULES: Final[Mapping[str, Rule]] = {
    "creat": Rule(((Masked(1, 0, _SETUID_OR_SETGID),),), DEFAULT),
    # Copies and unpacked archives get a certain time, which is feigned. `Path.touch` asks for the present one
    # (null) and makes a file only where that is refused.
    "utimensat": Rule((_null(2),), otherwise=_FEIGNED, holds=DEFAULT),
    # RENAME_NOREPLACE and RENAME_EXCHANGE. RENAME_WHITEOUT leaves a device node behind, and takes no privilege (5.8).
    "renameat2": Rule(((_only_bits(4, 3),),), DEFAULT),
    "mmap": Rule(
        (
            (Masked(3, _PRIVATE, _PRIVATE_BITS),),
            (Masked(3, _SHARED, _SHARED_BITS),),
            (Masked(3, _SHARED_VALIDATE, _SHARED_BITS),),
        ),
        DEFAULT,
    ),
    "madvise": Rule(_one_of(2, _ADVICE), ERRNO | errno.EINVAL),
    # Without flags: RWF_NOWAIT tells whether a library file is in the cache that everybody shares, RWF_DONTCACHE throws
    # it out. EOPNOTSUPP is how a kernel says that it does not know one.
    "preadv2": Rule(((Masked(5, 0),),), ERRNO | errno.EOPNOTSUPP),
    "pwritev2": Rule(((Masked(5, 0),),), ERRNO | errno.EOPNOTSUPP),
    "clone": Rule(((Masked(0, _THREAD, 0xFFFF_FFFF & ~_DETACHED),),), DEFAULT),
    "futex": Rule(_one_of(1, _FUTEX_OPERATIONS, mask=_FUTEX_OPERATION), UNKNOWN),
    "ioctl": Rule(_one_of(1, _IOCTLS), ERRNO | errno.ENOTSUP),
    "prctl": Rule(_one_of(0, _PRCTLS), DEFAULT),
    "arch_prctl": Rule(_one_of(0, _ARCH_PRCTLS), DEFAULT),
    # Reading one's own limits is all: raising them is what this is about, lowering the parent's would be an attack.
    "prlimit64": Rule(((Masked(0, 0), *_null(2)),), DEFAULT),
    "getsockopt": Rule(
        tuple((Masked(1, _SOL_SOCKET), Masked(2, option)) for option in _SOCKET_OPTIONS),
        DEFAULT,
    ),
    # A connected socket needs no address, and an address would be a way to somebody else.
    "sendto": Rule(((_only_bits(3, _SEND), *_null(4)),), DEFAULT),
    "recvfrom": Rule(((_only_bits(3, _RECEIVE),),), DEFAULT),
    "sendmsg": Rule(((_only_bits(2, _SEND),),), DEFAULT),
    "recvmsg": Rule(((_only_bits(2, _RECEIVE),),), DEFAULT),
    "clock_gettime": _CLOCK_OF_ALL,
    "clock_getres": _CLOCK_OF_ALL,
    "clock_nanosleep": _CLOCK_OF_ALL,
    # abort(3) and signal.raise_signal send to themselves. 0 (the process group) and negative ids are other processes.
    "kill": _TO_ITSELF,
    "tkill": _TO_ITSELF,
    "tgkill": _TO_ITSELF,
}


def _about_files(direct: int) -> dict[str, Action]:
    """The rules that tell apart how a file is open."""
    return {
        "open": _opening(1, 2, direct),
        "openat": _opening(2, 3, direct),
        "fcntl": Rule((*_one_of(1, _FCNTLS), (Masked(1, _SETFL), Masked(2, 0, _ASYNC | direct))), DEFAULT),
    }


def named(arch: Arch = "x86_64") -> dict[str, Action]:
    """What becomes of each call that the filter names, by its name."""
    actions: dict[str, Action] = {}
    actions |= dict.fromkeys(_ALLOWED.split(), ALLOW)
    actions |= dict.fromkeys(_KILLED.split(), KILL)
    actions |= dict.fromkeys(_FEIGNED_CALLS.split(), _FEIGNED)
    actions |= dict.fromkeys(_WITHOUT_ATTRIBUTES.split(), ERRNO | errno.ENOTSUP)
    actions |= dict.fromkeys(_WITHOUT_CHILDREN.split(), ERRNO | errno.ECHILD)
    actions |= dict.fromkeys(_WITHOUT_FIGURES.split(), ERRNO | errno.ENOSYS)
    # It takes blocks from the disk without writing them, faster than anybody can look. posix_fallocate(3) then writes.
    actions["fallocate"] = ERRNO | errno.EOPNOTSUPP
    actions["copy_file_range"] = ERRNO | errno.EXDEV  # who asks for it copies by hand between file systems
    actions |= _RULES
    actions |= _about_files(_DIRECT[arch])
    return actions


def actions(arch: Arch) -> dict[int, Action]:
    """What becomes of each call that the filter names, by its number on `arch`."""
    numbered = {name: NUMBERS[name] for name in named()}
    return {numbered[name][arch]: action for name, action in named(arch).items() if arch in numbered[name]}
