"""The parent's side: a cgroup for one student's process, where the machine grants one.

What rlimits cannot do, a cgroup does exactly: count the memory that a process really holds, whatever kind it is of, and
its threads, even where they are root's. See cgroups(7) and the kernel's `admin-guide/cgroup-v2.rst` and
`admin-guide/cgroup-v1/memory.rst`. Both versions are served, and machines that mount both.

A cgroup is granted to root, to a service with delegation (`Delegate=yes`) and to what runs in a systemd user's slice.
Nothing is rearranged for it: the grader's own process stays in the group where it is.
"""

import contextlib
import os
import re
import secrets
import signal
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from grader.confine.holding import hold
from grader.confine.policy import ConfinementError

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,100}")
_PREFIX: Final = "grader-run-"
_TRIES: Final = 3
_PATIENCE: Final = 2.0
_PAUSE: Final = 0.002
_REMAINS: Final = 8 * 2**20
"""Bytes that may stay on a group's bill when its processes have ended: the kernel's own, of files that were open."""


class Cgroup:
    """Bounds of memory and threads for the processes that join it. A context manager that removes it at the end.

    Args:
        memory: the group's folder where memory is counted.
        pids: the group's folder where threads are counted; the same where one hierarchy does both.
        held: descriptors by which these folders are held; they are closed with it.

    Attributes:
        unified: whether memory is counted by version 2.
    """

    def __init__(self, memory: Path, pids: Path, held: Sequence[int] = ()) -> None:
        self._memory = memory
        self._pids = pids
        self._held = list(held)
        self.unified = (memory / "memory.max").exists()

    @property
    def doors(self) -> tuple[str, ...]:
        """Files by which a process comes in, see `join`."""
        return tuple(str(folder / _door(folder)) for folder in self._folders())

    def oom_kills(self) -> int:
        """How often the kernel killed a process because the group was at its memory limit; 0 if it does not tell."""
        return _counter(self._memory / ("memory.events" if self.unified else "memory.oom_control"), "oom_kill")

    def refused_threads(self) -> int:
        """How many threads were refused because the group was at its limit of them; 0 if the kernel does not tell."""
        return _counter(self._pids / "pids.events", "max")

    def peak_bytes(self) -> int:
        """The most memory held at one time; 0 if the kernel does not tell (version 2 before Linux 5.19)."""
        file = self._memory / ("memory.peak" if self.unified else "memory.max_usage_in_bytes")
        try:
            return int(_read(file))
        except (OSError, ValueError):
            return 0

    def is_as_new(self) -> bool:
        """Tell whether no process is in the group, nothing was refused in it, and no memory worth a word is held."""
        used = self._memory / ("memory.current" if self.unified else "memory.usage_in_bytes")
        try:
            if any(_read(folder / "cgroup.procs") for folder in self._folders()) or int(_read(used)) > _REMAINS:
                return False
        except (OSError, ValueError):
            return False
        return not self.oom_kills() and not self.refused_threads()

    def close(self) -> None:
        """Kill what is left in the group and remove it.

        Raises:
            OSError: processes in it did not die within two seconds.
        """
        try:
            for folder in self._folders():
                _remove(folder)
        finally:
            while self._held:
                os.close(self._held.pop())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _folders(self) -> tuple[Path, ...]:
        return tuple(dict.fromkeys((self._memory, self._pids)))


def join(doors: Sequence[str]) -> None:
    """Bring the calling process, while it has one thread, under the bounds of a group.

    Who is brought in by another waits until no process of the machine forks or ends, some ten milliseconds of doing
    nothing (`cgroup_attach_lock` in the kernel's `kernel/cgroup/cgroup.c`). A thread that moves itself does not wait,
    in version 1. Memory that it holds already stays on its former group's bill.

    Args:
        doors: of a `Cgroup`.

    Raises:
        ConfinementError: the kernel refused.
    """
    for door in doors:
        try:
            descriptor = os.open(door, os.O_WRONLY | os.O_CLOEXEC)
            try:
                os.write(descriptor, b"0")
            finally:
                os.close(descriptor)
        except OSError as error:
            raise ConfinementError(f"the cgroup that was made cannot be joined: {error}") from None


def open_cgroup(name: str, memory_bytes: int, pids: int, *, root: Path = Path("/")) -> Cgroup | None:
    """Make a cgroup beneath or beside the grader's own.

    Args:
        name: letters, digits, `_`, `.` and `-`; of no other group.
        memory_bytes: the most memory, swap included, that its processes hold before the kernel kills one.
        pids: the most threads of all its processes together.
        root: the folder with `proc` and `sys`; tests lay out their own.

    Returns:
        The group, or None where memory or threads cannot be bounded.

    The group is held, see `holding`, until it is closed.

    Raises:
        ValueError: the name could be a path.
    """
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} cannot name a cgroup: letters, digits, '_', '.' and '-' can")
    made: dict[Path, Path] = {}
    held: list[int] = []
    try:
        memory = _make(name, _parents("memory", root), made, held)
        threads = _make(name, _parents("pids", root), made, held)
        _bound_memory(memory, memory_bytes)
        (threads / "pids.max").write_text(str(pids), "ascii")
    except (OSError, LookupError, ValueError):
        for descriptor in held:
            os.close(descriptor)
        for folder in made.values():
            with contextlib.suppress(OSError):
                folder.rmdir()
        return None
    return Cgroup(memory, threads, held)


def _parents(controller: str, root: Path) -> list[Path]:
    """Groups in which a child bounded by the controller could be made, the best first."""
    own: dict[str, str] = {}
    for line in (root / "proc/self/cgroup").read_text("utf-8").splitlines():
        _, controllers, path = line.split(":", 2)
        own |= dict.fromkeys(controllers.split(",") if controllers else ["unified"], path)
    for line in (root / "proc/self/mountinfo").read_text("utf-8").splitlines():
        fields, _, tail = line.partition(" - ")
        kind, _, options = tail.split(" ", 2)
        inside, mount = fields.split(" ")[3:5]
        if kind == "cgroup" and controller in options.split(","):
            return [_beneath(root, mount, inside, own[controller])]
        if kind == "cgroup2" and controller not in own:
            group = _beneath(root, mount, inside, own["unified"])
            # A group that holds processes cannot hand controllers down (but the topmost can); the parent may have done
            # so, and then a sibling can be made. To move a process takes the right to write in the ancestor of both.
            return [parent for parent in (group, group.parent) if _hands_down(parent, controller)]
    raise LookupError(controller)


def _door(folder: Path) -> str:
    """The file by which a thread joins a group; one hierarchy may be of version 1 and the other of version 2."""
    return "cgroup.procs" if (folder / "cgroup.controllers").exists() else "tasks"


def _beneath(root: Path, mount: str, inside: str, group: str) -> Path:
    """Where the group is in the file system, given what part of the hierarchy is mounted there."""
    return root / mount.lstrip("/") / os.path.relpath(group, inside)


def _hands_down(group: Path, controller: str) -> bool:
    try:
        enabled = (group / "cgroup.subtree_control").read_text("ascii").split()
    except OSError:
        return False
    return controller in enabled and os.access(group / "cgroup.procs", os.W_OK)


def _make(name: str, parents: list[Path], made: dict[Path, Path], held: list[int]) -> Path:
    """Make the group in the first parent that lets us, and hold it, unless that was done for another controller."""
    for parent in parents:
        if parent not in made:
            try:
                descriptor = _made_and_held(parent / name)
            except OSError:
                continue
            made[parent] = parent / name
            if descriptor is not None:
                held.append(descriptor)
        return made[parent]
    raise LookupError(name)


def _made_and_held(folder: Path) -> int | None:
    """Make a group's folder, once more where somebody swept it before it was held."""
    folder.mkdir()
    for _ in range(_TRIES):
        descriptor = hold(folder)
        if descriptor is not None:
            return descriptor
        with contextlib.suppress(FileExistsError):
            folder.mkdir()
    return None  # no locks here, so nobody will sweep it either


def fresh_name() -> str:
    """Return a name for a group that no other has had, by which a later process can tell whose it is."""
    return f"{_PREFIX}{secrets.token_hex(16)}"


def sweep_dead(*, root: Path = Path("/")) -> None:
    """Remove the groups that graders made which have died since.

    Only who is alive holds its groups; a group in which processes are stays in any case.

    Args:
        root: the folder with `proc` and `sys`; tests lay out their own.
    """
    with contextlib.suppress(OSError, LookupError, ValueError):
        parents = {*_parents("memory", root), *_parents("pids", root)}
        for folder in [folder for parent in parents for folder in parent.glob(f"{_PREFIX}*")]:
            descriptor = hold(folder)
            if descriptor is not None:
                with contextlib.suppress(OSError):
                    folder.rmdir()
                os.close(descriptor)


def _bound_memory(folder: Path, memory_bytes: int) -> None:
    limit = str(memory_bytes)
    if (folder / "memory.max").exists():
        (folder / "memory.max").write_text(limit, "ascii")
        comforts = {"memory.swap.max": "0", "memory.oom.group": "1"}
    else:
        (folder / "memory.limit_in_bytes").write_text(limit, "ascii")
        comforts = {"memory.memsw.limit_in_bytes": limit}
    for file, value in comforts.items():
        # Absent where swap is not accounted for.
        if (folder / file).exists():
            (folder / file).write_text(value, "ascii")


def _read(file: Path) -> bytes:
    """Return what the kernel says in a file: there is a page of it at most, but for lists of processes."""
    descriptor = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return os.read(descriptor, 4096)
    finally:
        os.close(descriptor)


def _counter(file: Path, key: str) -> int:
    try:
        pairs = [line.split(" ") for line in _read(file).decode("ascii").splitlines()]
    except OSError:
        return 0
    return next((int(pair[1]) for pair in pairs if pair[0] == key), 0)


def _remove(folder: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            folder.rmdir()
        except FileNotFoundError:
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            for pid in (folder / "cgroup.procs").read_text("ascii").split():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(int(pid), signal.SIGKILL)
            time.sleep(_PAUSE)  # a killed process leaves its group a moment later
        else:
            return
