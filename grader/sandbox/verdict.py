"""The one table that maps how a student process ended to a status and a sentence."""

import signal
from typing import Final

from grader.fork.messages import Ended
from grader.model.exercise import Limits
from grader.model.message import Message
from grader.sandbox.faults import StudentFault

_NEARLY: Final = 0.8
"""Share of the memory limit from which a killed or aborted process is taken to have run out of it."""

WORK_FACTOR: Final = 4
"""All files of a work folder together, in multiples of what one may have."""

MAX_ENTRIES: Final = 10_000
"""Files and folders that a work folder may hold."""

_SIGNALS: Final = {
    signal.SIGSEGV: "died_segmentation",
    signal.SIGBUS: "died_bus",
    signal.SIGFPE: "died_arithmetic",
    signal.SIGILL: "died_instruction",
    signal.SIGABRT: "died_aborted",
    signal.SIGTERM: "died_terminated",
}


def human_bytes(count: int) -> str:
    """Return a count of bytes in the largest binary unit that keeps it readable."""
    for unit, size in (("GiB", 2**30), ("MiB", 2**20), ("KiB", 2**10)):
        if count >= size:
            return f"{count / size:.4g} {unit}"
    return f"{count} B"


def memory_fault(limits: Limits) -> StudentFault:
    """Return the fault of a process that ran out of memory."""
    return StudentFault("memory", Message(id="memory", facts={"most": human_bytes(limits.memory)}))


def cpu_fault(limits: Limits) -> StudentFault:
    """Return the fault of a process that computed for too long."""
    return StudentFault("timeout", Message(id="cpu", facts={"seconds": limits.seconds}))


def disk_fault(limits: Limits) -> StudentFault:
    """Return the fault of a process that filled its work folder."""
    most = human_bytes(WORK_FACTOR * limits.disk)
    return StudentFault("crashed", Message(id="disk", facts={"most": most, "entries": MAX_ENTRIES}))


def fault_of(ended: Ended, limits: Limits, baseline: int) -> StudentFault:
    """Return what the end of a process that had greeted means: whatever its exit status, a submission can choose it.

    Args:
        ended: how it ended, from its parent.
        limits: what it was allowed.
        baseline: bytes that every student process has resident from its start.
    """
    status = ended.status
    if status >= 0:
        return StudentFault("crashed", Message(id="exited", facts={"status": status}))
    number = -status
    if number == signal.SIGXCPU:
        return cpu_fault(limits)
    if (
        number in (signal.SIGKILL, signal.SIGABRT, signal.SIGSEGV)
        and ended.peak_bytes - baseline > _NEARLY * limits.memory
    ):
        return memory_fault(limits)
    if number == signal.SIGXFSZ:
        return StudentFault("crashed", Message(id="large_file", facts={"most": human_bytes(limits.disk)}))
    if number == signal.SIGSYS:
        return StudentFault(
            "crashed",
            Message(id="forbidden"),
            incident="killed by the system call filter",
        )
    sentence = _SIGNALS.get(signal.Signals(number) if number in set(signal.Signals) else signal.SIGKILL, "died_signal")
    return StudentFault("crashed", Message(id=sentence, facts={"number": number}), doubtful=number == signal.SIGKILL)
