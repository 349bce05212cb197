"""What this machine can do to confine a process: tried out, not looked up.

A kernel's version and configuration say little: distributions switch Landlock off at boot, containers filter calls, and
emulated kernels answer politely without holding anything. So each row is a live attempt, made in a throw-away child
where it would bind the caller. `grade doctor` shows the rows; a worker refuses to start where a needed one fails.
"""

import contextlib
import importlib.util
import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from grader.confine import apply, kernel, landlock, mounts, paths, private, privileges, seccomp
from grader.confine.cgroups import fresh_name, open_cgroup
from grader.confine.policy import GUEST_IDS, ConfinementError, Isolation, Policy
from grader.confine.trial import in_child

_CLONE_NEWUSER: Final = 0x1000_0000
_NOTHING: Final = Policy(
    mode="confined", read=(), write=(), keep=(), data_bytes=1 << 28, cpu_seconds=10, file_bytes=1 << 20
)
_NEWER: Final = "Use Linux 6.2 or newer with landlock in its lsm= list: Ubuntu 24.04, Debian 13 or later"


class Row(msgspec.Struct, frozen=True):
    """One thing that was tried.

    Args:
        name: what, in a word or two.
        needed: grading other people's work depends on it; the other rows make it stronger.
        holds: whether it worked.
        detail: what was found.
        advice: what to do where it does not hold; empty where it does.
    """

    name: str
    needed: bool
    holds: bool
    detail: str
    advice: str = ""


class Probe(msgspec.Struct, frozen=True):
    """All that was tried, in the order in which a person reads it."""

    rows: tuple[Row, ...]
    landlock_abi: int

    @property
    def isolation(self) -> Isolation:
        """The strongest isolation that this machine has."""
        return "confined" if all(row.holds for row in self.rows if row.needed) else "process"

    @property
    def missing(self) -> tuple[str, ...]:
        """One sentence for each needed row that does not hold."""
        return tuple(f"{row.name}: {row.detail}. {row.advice}" for row in self.rows if row.needed and not row.holds)

    def __getitem__(self, name: str) -> Row:
        """The row of that name.

        Raises:
            KeyError: there is none.
        """
        for row in self.rows:
            if row.name == name:
                return row
        raise KeyError(name)


def probe() -> Probe:
    """Try out every mechanism.

    Returns:
        One row a mechanism. Takes some 20 ms and leaves nothing behind.
    """
    rows = (
        _kernel(),
        _no_new_privs(),
        _landlock(),
        _seccomp(),
        _user_id(),
        _cgroup(),
        _access_times(),
        _user_namespaces(),
    )
    try:
        abi = landlock.version()
    except ConfinementError:
        abi = 0
    return Probe(rows=rows, landlock_abi=abi)


def _kernel() -> Row:
    found = " ".join(os.uname()[i] for i in (0, 2, 4)) if hasattr(os, "uname") else sys.platform
    try:
        kernel.arch()
    except ConfinementError as lack:
        return Row("kernel", True, False, f"{found}: {lack.message}", lack.advice)
    return Row("kernel", True, True, found)


def _no_new_privs() -> Row:
    fault = in_child(lambda: privileges.no_new_privs(_NOTHING))
    return _row("no_new_privs", fault, "setuid programs give nothing", needed=True, advice="Use Linux")


def _landlock() -> Row:
    def attempt() -> None:
        privileges.no_new_privs(_NOTHING)
        landlock.restrict(_NOTHING)
        apply.prove_landlock()

    fault = in_child(attempt)
    held = "" if fault else f"ABI {landlock.version()}"
    return _row("landlock", fault, held, needed=True, advice=_NEWER)


def _seccomp() -> Row:
    def attempt() -> None:
        privileges.no_new_privs(_NOTHING)
        seccomp.hold(_NOTHING)
        apply.prove_seccomp()

    fault = in_child(attempt)
    held = "" if fault else f"{seccomp.program(kernel.arch()).instructions} instructions"
    return _row("seccomp", fault, held, needed=True, advice="Use a kernel with CONFIG_SECCOMP_FILTER")


def _user_id() -> Row:
    name = "user id"
    if sys.platform == "win32" or os.geteuid() != 0:
        return Row(
            name,
            False,
            False,
            "the grader is not root, so students' processes have its own user id",
            "Landlock and seccomp hold without it; run a course's grader as a user that owns nothing else",
        )
    wanted = _needed_by_a_student()
    temporary = Path(os.path.realpath(tempfile.gettempdir()))
    passed = {temporary, Path(os.path.realpath(private.home()))}

    def attempt() -> None:
        privileges.hold(msgspec.structs.replace(_NOTHING, uid=GUEST_IDS[-1], gid=GUEST_IDS[-1]))
        for path in wanted:
            if path.is_dir():
                os.listdir(path)  # noqa: PTH208  # reads the folder at once, where pathlib waits to be asked
            else:
                path.read_bytes()
        # Yards are made there. They need not be listed, only passed through.
        for folder in passed:
            os.stat(f"{folder}/.")  # noqa: PTH116  # pathlib would drop the dot

    fault = in_child(attempt)
    if not fault:
        return Row(name, False, True, "students' processes can have user ids of their own")
    closed = next((found for path in wanted for found in _closed(path)), None)
    barred = next(_closed(temporary), None)
    if closed is None and barred is None:
        return Row(name, False, False, fault, "Without it Landlock and seccomp hold alone")
    if closed is None:
        return Row(
            name,
            False,
            False,
            f"{barred} cannot be entered by another user, and the temporary folder is {temporary}",
            "Set TMPDIR to a folder that every user can enter; without it Landlock and seccomp hold alone",
        )
    return Row(
        name,
        False,
        False,
        f"{closed} cannot be entered by another user, and the interpreter or its packages lie beneath it",
        f"Install Python and the grader outside of private folders (/opt, /usr/local), or chmod o+x {closed}; "
        "without it Landlock and seccomp hold alone",
    )


def _needed_by_a_student() -> tuple[Path, ...]:
    """Interpreter, packages, torch and the grader: looked up, not imported."""
    folders = [sys.base_prefix, sys.prefix]
    for package in ("torch", "grader"):
        spec = importlib.util.find_spec(package)
        folders += list(spec.submodule_search_locations or ()) if spec else []
    return tuple(Path(path) for path in dict.fromkeys(map(os.path.realpath, [*folders, *paths.library_paths()])))


def _closed(path: Path) -> Iterator[Path]:
    """Folders on the way to a path, outermost first, that another user cannot enter."""
    for folder in reversed([path, *path.parents]):
        with contextlib.suppress(OSError):
            mode = folder.stat().st_mode
            if stat.S_ISDIR(mode) and not mode & stat.S_IXOTH:
                yield folder


def _cgroup() -> Row:
    group = open_cgroup(fresh_name(), 1 << 26, 8)
    if group is None:
        return Row(
            "cgroup",
            False,
            False,
            "no group with memory and pids can be made, so rlimits hold alone",
            "Run as root, or under systemd with Delegate=yes (systemd-run --user --scope -p Delegate=yes ...)",
        )
    with group:
        version = 2 if group.unified else 1
    return Row("cgroup", False, True, f"memory and pids, version {version}")


def _access_times() -> Row:
    """Whether reading leaves traces, by which one grading could tell the next what a hidden check passed in."""
    fault = in_child(lambda: mounts.enter(tempfile.gettempdir()))
    if fault and mounts.are_hidden():
        return Row("access times", False, True, "none are recorded where packages are")
    held = "none are recorded where submissions read"
    return _row("access times", fault, held, needed=False, advice=mounts.ADVICE)


def _user_namespaces() -> Row:
    fault = in_child(lambda: kernel.call("unshare", _CLONE_NEWUSER))
    return _row(
        "user namespaces",
        fault,
        "an outer bubblewrap can be used without root",
        needed=False,
        advice="An outer wall needs root or a container here; where root grades, nothing in it needs them",
    )


def _row(name: str, fault: str, held: str, *, needed: bool, advice: str) -> Row:
    return Row(name, needed, not fault, fault or held, advice if fault else "")
