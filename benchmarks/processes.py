"""What the processes of a grader have used so far, read from /proc: for benchmarks."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")
_PARENT, _UTIME, _CHILDREN_STIME = 1, 11, 15  # fields after the name, see proc_pid_stat(5)


@dataclass(frozen=True)
class Process:
    """A process below this one, or this one.

    Args:
        pid: its number.
        kind: `grader`, `judge` or `zygote`.
        own_ms: CPU time that it spent itself.
        children_ms: CPU time of its children that have ended, with their children's.
    """

    pid: int
    kind: str
    own_ms: float
    children_ms: float


def processes() -> Iterator[Process]:
    """Yield this process and the warm processes below it."""
    parents: dict[int, int] = {}
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                fields = (entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
                command = (entry / "cmdline").read_text(encoding="utf-8")
            except OSError:
                continue
            pid, times = int(entry.name), [int(field) for field in fields[_UTIME:_CHILDREN_STIME]]
            parents[pid] = int(fields[_PARENT])
            kind = "zygote" if "grader.student" in command else "judge" if "grader.judge" in command else "grader"
            found.append(Process(pid, kind, _TICK_MS * sum(times[:2]), _TICK_MS * sum(times[2:])))
    me = os.getpid()
    for process in found:
        ancestor = process.pid
        while ancestor and ancestor != me:
            ancestor = parents.get(ancestor, 0)
        if ancestor == me:
            yield process


def memory_mib(pid: int) -> tuple[float, float]:
    """Return the memory of a process, shared pages counted in parts (PSS), and what is its own alone; in MiB."""
    figures = {"Pss": 0, "Private_Clean": 0, "Private_Dirty": 0}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]:
        name, _, rest = line.partition(":")
        if name in figures:
            figures[name] = int(rest.split()[0])
    return figures["Pss"] / 1024, (figures["Private_Clean"] + figures["Private_Dirty"]) / 1024
