"""The one table that maps how a student process ended to a status and a sentence."""

import signal
from typing import Final

from grader.fork.messages import Ended
from grader.model.exercise import Limits
from grader.sandbox.faults import StudentFault

_NEARLY: Final = 0.8
"""Share of the memory limit from which a killed or aborted process is taken to have run out of it."""

WORK_FACTOR: Final = 4
"""All files of a work folder together, in multiples of what one may have."""

MAX_ENTRIES: Final = 10_000
"""Files and folders that a work folder may hold."""

_SIGNALS: Final = {
    signal.SIGSEGV: "it accessed memory that is not its own (segmentation fault)",
    signal.SIGBUS: "it accessed memory that is not there (bus error)",
    signal.SIGFPE: "an arithmetic fault",
    signal.SIGILL: "an illegal instruction",
    signal.SIGABRT: "it aborted",
    signal.SIGTERM: "it terminated itself",
}


def human_bytes(count: int) -> str:
    """Return a count of bytes in the largest binary unit that keeps it readable."""
    for unit, size in (("GiB", 2**30), ("MiB", 2**20), ("KiB", 2**10)):
        if count >= size:
            return f"{count / size:.4g} {unit}"
    return f"{count} B"


def memory_fault(limits: Limits) -> StudentFault:
    """Return the fault of a process that ran out of memory."""
    return StudentFault(
        "memory", f"your code needed more than the {human_bytes(limits.memory)} of memory that a check may use"
    )


def cpu_fault(limits: Limits) -> StudentFault:
    """Return the fault of a process that computed for too long."""
    return StudentFault(
        "timeout", f"your code used more than the {limits.seconds:g} seconds of CPU time that a check may use"
    )


def disk_fault(limits: Limits) -> StudentFault:
    """Return the fault of a process that filled its work folder."""
    most = human_bytes(WORK_FACTOR * limits.disk)
    return StudentFault(
        "crashed", f"your code wrote more than {most} or {MAX_ENTRIES} files into its folder, or hid what is in it"
    )


def fault_of(ended: Ended, limits: Limits, baseline: int) -> StudentFault:
    """Return what the end of a process that had greeted means: whatever its exit status, a submission can choose it.

    Args:
        ended: how it ended, from its parent.
        limits: what it was allowed.
        baseline: bytes that every student process has resident from its start.
    """
    status = ended.status
    if status >= 0:
        return StudentFault(
            "crashed",
            f"your code ended the process (exit status {status}) instead of returning; nothing after that was run",
        )
    number = -status
    if number == signal.SIGXCPU:
        return cpu_fault(limits)
    if (
        number in (signal.SIGKILL, signal.SIGABRT, signal.SIGSEGV)
        and ended.peak_bytes - baseline > _NEARLY * limits.memory
    ):
        return memory_fault(limits)
    if number == signal.SIGXFSZ:
        return StudentFault("crashed", f"your code wrote a file of more than {human_bytes(limits.disk)}")
    if number == signal.SIGSYS:
        return StudentFault(
            "crashed",
            "your code asked the system for something that a submission may not do",
            incident="killed by the system call filter",
        )
    reason = _SIGNALS.get(
        signal.Signals(number) if number in set(signal.Signals) else signal.SIGKILL, f"signal {number}"
    )
    return StudentFault("crashed", f"the process of your code died: {reason}", doubtful=number == signal.SIGKILL)
