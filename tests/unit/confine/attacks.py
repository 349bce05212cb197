"""What a submission may try: calls that must be refused, and calls that must end the process.

Not a test module; `test_escapes.py` loads it. Each attack is written so that, if it were not refused, it would show (by
returning) and do no harm: signals are number 0, pointers are null, names are in the test's own folders.
"""

# ruff: noqa: PTH115, PTH208, S605, S606 -- which call is made is the point

import contextlib
import ctypes
import errno
import fcntl
import functools
import mmap
import os
import resource
import socket
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

Attack = Callable[[], object]
LIBC = ctypes.CDLL(None, use_errno=True)
LIBC.syscall.restype = ctypes.c_long
WORK = Path()  # children start in the work folder
TMPFILE = os.O_TMPFILE | os.O_RDWR


def raw(number: int, *arguments: int | bytes) -> int:
    """One system call by its number."""
    words = [ctypes.c_char_p(a) if isinstance(a, bytes) else ctypes.c_long(a) for a in arguments]
    ctypes.set_errno(0)
    result = int(LIBC.syscall(ctypes.c_long(number), *words))
    if result == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def mapping(flags: int, length: int = 4096) -> int:
    """An anonymous mapping, read and write, with these flags."""
    LIBC.mmap.restype = ctypes.c_void_p
    protection = mmap.PROT_READ | mmap.PROT_WRITE
    address = LIBC.mmap(None, ctypes.c_size_t(length), protection, flags, -1, ctypes.c_long(0))
    if address == ctypes.c_void_p(-1).value:
        raise OSError(ctypes.get_errno(), "mmap")
    return 0


def with_code(code: bytes) -> int:
    """Run machine code: what a filter must not mistake for a call of its own architecture."""
    page = mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=7)
    page.write(code)
    return int(ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))())


def setuid_file() -> None:
    """Make a file that runs with its owner's rights."""
    os.close(os.open("setuid", os.O_CREAT | os.O_WRONLY, 0o4755))


def shell() -> None:
    """Start a shell."""
    if os.system("/bin/true") != 0:
        raise PermissionError(errno.EPERM, "system")


def read_in(folder: str) -> bytes:
    """Read a file by its bare name, from its own folder."""
    with contextlib.chdir(folder):
        return Path("file").read_bytes()


def fd_of_parent() -> str:
    """The terminal or file behind the parent's standard output."""
    return os.readlink(f"/proc/{os.getppid()}/fd/1")


def processes(parent: int, hidden: str) -> dict[str, Attack]:
    """Other processes: making, signaling, reading, slowing them."""
    return {
        "fork": os.fork,
        "forkpty": os.forkpty,
        "posix_spawn": lambda: os.posix_spawn("/bin/true", ["true"], {}),
        "subprocess": lambda: subprocess.run(["/bin/true"], check=False),
        "system": shell,
        "execv": lambda: os.execv("/bin/true", ["true"]),
        "execve on a descriptor": lambda: os.execve(0, ["x"], {}),
        "signal to the parent": lambda: os.kill(parent, 0),
        "signal to everyone": lambda: os.kill(-1, 0),
        "signal to the process group": lambda: os.kill(0, 0),
        "signal to a group by its id": lambda: os.killpg(os.getpgid(parent), 0),
        "signal to init": lambda: os.kill(1, 0),
        "signal to a thread of the parent": lambda: raw(234, parent, parent, 0),
        "signal by tkill": lambda: raw(200, parent, 0),
        "queued signal": lambda: raw(129, parent, 0, 0),
        "pidfd of the parent": lambda: os.pidfd_open(parent),
        "signals on input, to the parent": lambda: fcntl.fcntl(0, fcntl.F_SETOWN, parent),
        "signals on input": lambda: fcntl.fcntl(1, fcntl.F_SETFL, os.O_ASYNC),
        "memory of the parent": Path(f"/proc/{parent}/mem").open,
        "environment of the parent": Path(f"/proc/{parent}/environ").read_bytes,
        "command line of the parent": Path(f"/proc/{parent}/cmdline").read_bytes,
        "mappings of the parent": Path(f"/proc/{parent}/maps").read_bytes,
        "status of the parent": Path(f"/proc/{parent}/status").read_bytes,
        "folder of the parent": lambda: os.listdir(f"/proc/{parent}/cwd"),
        "root of the parent": lambda: os.listdir(f"/proc/{parent}/root"),
        "link to the parent's program": lambda: os.readlink(f"/proc/{parent}/exe"),
        "link to the parent's output": fd_of_parent,
        "environment of init": Path("/proc/1/environ").read_bytes,
        "list of processes": lambda: os.listdir("/proc"),
        "affinity of the parent": lambda: os.sched_setaffinity(parent, {0}),
        "affinity of its own": lambda: os.sched_setaffinity(0, {0}),
        "priority of the parent": lambda: os.setpriority(os.PRIO_PROCESS, parent, 19),
        "scheduling of the parent": lambda: os.sched_setscheduler(parent, os.SCHED_BATCH, os.sched_param(0)),
        "I/O priority of the parent": lambda: raw(251, 1, parent, 0),
        "limits of the parent": lambda: resource.prlimit(parent, resource.RLIMIT_NOFILE),
        "lower limits of the parent": lambda: resource.prlimit(parent, resource.RLIMIT_NOFILE, (1, 1)),
        "robust futexes of the parent": lambda: raw(274, parent, 0, 0),
        "pages of the parent": lambda: raw(279, parent, 0, 0, 0, 0, 0),
        "a session of its own": os.setsid,
        "a process group of its own": lambda: os.setpgid(0, 0),
    }


def files(parent: int, hidden: str) -> dict[str, Attack]:
    """Files outside of the policy, by every way to them."""
    read = str(Path(hidden).parent / "read")
    return {
        "passwd": Path("/etc/passwd").read_bytes,
        "shadow": Path("/etc/shadow").read_bytes,
        "hidden file": Path(hidden, "file").read_bytes,
        "hidden file to append": lambda: Path(hidden, "file").open("a"),
        "hidden folder": lambda: os.listdir(hidden),
        "truncated hidden file": lambda: os.truncate(Path(hidden, "file"), 0),
        "removed hidden file": Path(hidden, "file").unlink,
        "renamed hidden file": lambda: Path(hidden, "file").rename("stolen"),
        "new hidden file": Path(hidden, "new").touch,
        "new hidden folder": Path(hidden, "new").mkdir,
        "hidden file, unnamed": lambda: os.open(hidden, TMPFILE),
        "hidden file through a link": Path("escape/file").read_bytes,
        "hidden file through a descriptor of its folder": lambda: os.open(
            "file", os.O_RDONLY, dir_fd=os.open(hidden, os.O_PATH)
        ),
        "hidden file through its own descriptor": lambda: os.open(
            f"/proc/self/fd/{os.open(Path(hidden, 'file'), os.O_PATH)}", os.O_RDONLY
        ),
        "hidden file by dots": Path("../hidden/file").read_bytes,
        "hidden file after chdir": lambda: read_in(hidden),
        "hard link to a hidden file": lambda: os.link(Path(hidden, "file"), "linked"),
        "hard link": lambda: os.link("file", "linked"),
        "symbolic link": lambda: Path("link").symlink_to(hidden),
        "moved out": lambda: Path("file").rename(Path(hidden, "moved")),
        "written where it may read": Path(read, "new").touch,
        "truncated where it may read": lambda: os.truncate(Path(read, "file"), 0),
        "removed where it may read": Path(read, "file").unlink,
        "moved in from where it may read": lambda: Path(read, "file").rename("moved"),
        "root folder": lambda: os.listdir("/"),
        "/tmp": lambda: os.listdir("/tmp"),
        "file in /tmp": lambda: tempfile.mkstemp(dir="/tmp"),
        "file in /dev/shm": Path("/dev/shm/grader").touch,
        "/dev/zero": Path("/dev/zero").open,
        "/dev/full": Path("/dev/full").open,
        "/dev/kmsg": Path("/dev/kmsg").open,
        "/dev/tty": Path("/dev/tty").open,
        "/dev/ptmx": lambda: os.open("/dev/ptmx", os.O_RDWR),
        "own memory": lambda: os.open("/proc/self/mem", os.O_RDWR),
        "own environment": Path("/proc/self/environ").read_bytes,
        "own mappings": Path("/proc/self/maps").read_bytes,
        "own descriptors": lambda: os.listdir("/proc/self/fd"),
        "own threads": lambda: os.listdir("/proc/self/task"),
        "own out-of-memory score": lambda: Path("/proc/self/oom_score_adj").write_text("-1000"),
        "core pattern": lambda: os.open("/proc/sys/kernel/core_pattern", os.O_RDONLY),
        "kernel settings": lambda: os.listdir("/sys/kernel"),
        "cgroups": lambda: os.listdir("/sys/fs/cgroup"),
        "device node": lambda: os.mknod("node", 0o600 | 0o020000, os.makedev(1, 3)),
        "device node left by a rename": lambda: raw(316, -100, b"file", -100, b"whiteout", 4),
        "fifo": lambda: os.mkfifo("fifo"),
        "setuid file": setuid_file,
        "setgid file, unnamed": lambda: os.open(".", TMPFILE, 0o2755),
        "time of a hidden file": lambda: os.utime(Path(hidden, "file")),
        "time of a file that it may read": lambda: os.utime(Path(read, "file")),
        "time of a file, the old way": lambda: raw(132, b"file", 0),
        "owner of a file": lambda: os.chown("file", os.getuid(), os.getgid()),
        "owner of a hidden file": lambda: os.chown(Path(hidden, "file"), 0, 0),
        "attribute of a file": lambda: os.setxattr("file", "user.x", b"x"),
        "attributes of a hidden file": lambda: os.listxattr(Path(hidden, "file")),
        "lock": lambda: fcntl.flock(os.open(Path(read, "file"), os.O_RDONLY), fcntl.LOCK_SH | fcntl.LOCK_NB),
        "record lock": lambda: fcntl.lockf(os.open("file", os.O_RDWR), fcntl.LOCK_EX | fcntl.LOCK_NB),
        "lease": lambda: fcntl.fcntl(os.open("file", os.O_RDONLY), fcntl.F_SETLEASE, fcntl.F_RDLCK),
        "notes of changes": lambda: fcntl.fcntl(os.open(".", os.O_RDONLY), fcntl.F_NOTIFY, fcntl.DN_CREATE),
        "inotify": lambda: raw(294, 0),
        "fanotify": lambda: raw(300, 0, 0),
        "handle of a file": lambda: raw(303, -100, b"/etc/passwd", 0, 0, 0),
        "space without size": lambda: raw(285, os.open("file", os.O_RDWR), 1, 0, 4096),
        "quota": lambda: raw(179, 0, 0, 0, 0),
        "room on the file system": lambda: os.statvfs("."),
        "room on the file system of a descriptor": lambda: os.statvfs(os.open("file", os.O_RDONLY)),
        "pages in the cache": lambda: raw(27, 0, 4096, 0),
        "pages in the cache, the newer way": lambda: raw(451, 0, 0, 0, 0),
        "what can be read without waiting": lambda: os.preadv(
            os.open(Path(read, "file"), os.O_RDONLY), [bytearray(1)], 0, os.RWF_NOWAIT
        ),
        "pages thrown out by reading": lambda: raw(327, os.open(Path(read, "file"), os.O_RDONLY), 0, 0, 0, 0, 0x80),
        "pages brought in": lambda: raw(187, os.open(Path(read, "file"), os.O_RDONLY), 0, 4096),
    }


def kernel(parent: int, hidden: str) -> dict[str, Attack]:
    """Sockets, privileges, shared and unbounded memory, and rarely used corners of the kernel."""
    families = ("AF_UNIX", "AF_INET", "AF_INET6", "AF_NETLINK", "AF_PACKET", "AF_VSOCK", "AF_ALG")
    kinds = {f"socket {name}": getattr(socket, name) for name in families if hasattr(socket, name)}
    return {
        **{name: functools.partial(socket.socket, family) for name, family in kinds.items()},
        "datagram socket": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
        "raw socket": lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW),
        "socket pair": socket.socketpair,
        "root's user id": lambda: os.setuid(0),
        "another user id": lambda: os.setresuid(1, 1, 1),
        "root's group id": lambda: os.setgid(0),
        "groups": lambda: os.setgroups([0]),
        "file system's user id": lambda: raw(122, 0) or raw(-1),
        "capabilities": lambda: raw(126, 0, 0),
        "dumpable": lambda: raw(157, 4, 1, 0, 0, 0),
        "outliving the parent": lambda: raw(157, 1, 0, 0, 0, 0),
        "traced by anyone": lambda: raw(157, 0x59616D61, -1, 0, 0, 0),
        "another filter": lambda: raw(317, 1, 0, 0),
        "another filter by prctl": lambda: raw(157, 22, 2, 0, 0, 0),
        "another ruleset": lambda: raw(444, 0, 0, 1),
        "limits of its own": lambda: raw(160, resource.RLIMIT_CPU, 0),
        "limits of its own, the newer way": lambda: resource.prlimit(0, resource.RLIMIT_NPROC, (1, 1)),
        "personality": lambda: raw(135, 0x0400000),
        "shared anonymous memory": lambda: mmap.mmap(-1, 4096),
        "memory that grows down": lambda: mapping(mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x100),
        "huge pages": lambda: mapping(mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x40000, 1 << 21),
        "file in memory": lambda: os.memfd_create("x"),
        "secret memory": lambda: raw(447, 0),
        "locked memory": lambda: raw(149, 0, 0),
        "System V memory": lambda: raw(29, 0, 4096, 0o1600),
        "System V queue": lambda: raw(68, 0, 0o1600),
        "System V semaphores": lambda: raw(64, 0, 1, 0o1600),
        "POSIX queue": lambda: raw(240, b"grader", os.O_CREAT | os.O_RDWR, 0o600, 0),
        "memory policy": lambda: raw(238, 0, 0, 0),
        "thread with other flags": lambda: raw(56, 0x0001_0000, 0, 0, 0, 0),
        "process that shares memory": lambda: raw(56, 0x4111, 0, 0, 0, 0),
        "process by clone3": lambda: raw(435, 0, 0),
        "vfork": lambda: raw(58),
        "typed into the terminal": lambda: fcntl.ioctl(0, 0x5412, b"x"),
        "attributes by ioctl": lambda: fcntl.ioctl(os.open("file", os.O_RDONLY), 0x8008_6601, b"12345678"),
        "priority-inheriting futex": lambda: raw(202, 0, 6, 0, 0, 0, 0),
        "performance counters": lambda: raw(298, 0, 0, -1, -1, 0),
        "event descriptor": lambda: os.eventfd(0),
        "signal descriptor": lambda: raw(289, -1, 0, 8, 0),
        "timer descriptor": lambda: raw(283, 0, 0),
        "kernel timer": lambda: raw(222, 0, 0, 0),
        "asynchronous I/O": lambda: raw(206, 1, 0),
        "splice": lambda: raw(275, 0, 0, 1, 0, 1, 0),
        "spliced memory": lambda: raw(278, 1, 0, 0, 0),
        "local descriptor table": lambda: raw(154, 0, 0, 0),
        "segment base": lambda: raw(158, 0x1004, 0),
        "protection keys": lambda: raw(330, 0, 0),
        "kernel log": lambda: raw(103, 10, 0, 0),
        "host name": lambda: raw(170, b"x", 1),
        "clock": lambda: raw(227, 0, 0),
        "clock's pace": lambda: raw(159, 0),
        "hung-up terminal": lambda: raw(153),
        "call of the future": lambda: raw(999),
    }


def hostile() -> dict[str, Attack]:
    """Calls that end the process, because no computation makes them."""
    return {
        "ptrace": lambda: raw(101, 0, 0, 0, 0),
        "process_vm_readv": lambda: raw(310, os.getppid(), 0, 0, 0, 0, 0),
        "process_vm_writev": lambda: raw(311, os.getppid(), 0, 0, 0, 0, 0),
        "pidfd_getfd": lambda: raw(438, -1, 0, 0),
        "pidfd_send_signal": lambda: raw(424, -1, 0, 0, 0),
        "unshare": lambda: raw(272, 0),
        "setns": lambda: raw(308, -1, 0),
        "mount": lambda: raw(165, 0, 0, 0, 0, 0),
        "umount": lambda: raw(166, 0, 0),
        "chroot": lambda: os.chroot("."),
        "pivot_root": lambda: raw(155, 0, 0),
        "open_tree": lambda: raw(428, -1, 0, 0),
        "open_by_handle_at": lambda: raw(304, -1, 0, 0),
        "bpf": lambda: raw(321, -1, 0, 0),
        "keyctl": lambda: raw(250, -1, 0, 0, 0, 0),
        "add_key": lambda: raw(248, 0, 0, 0, 0, 0),
        "userfaultfd": lambda: raw(323, -1),
        "io_uring": lambda: raw(425, 0, 0),
        "kexec": lambda: raw(246, -1, 0, 0, -1),
        "module": lambda: raw(175, 0, 0, 0),
        "reboot": lambda: raw(169, 0, 0, 0, 0),
        "i386 call": lambda: with_code(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3"),  # mov eax, 20 (getpid); int 0x80; ret
        "x32 call": lambda: raw(0x4000_0000 | 39),
        "call -1": lambda: raw(0xFFFF_FFFF),
    }


def all_refused(parent: int, hidden: str) -> dict[str, Attack]:
    """Every attack that must be refused without more ado."""
    return {**processes(parent, hidden), **files(parent, hidden), **kernel(parent, hidden)}
