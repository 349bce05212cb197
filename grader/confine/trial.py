"""Try something out in a forked child that is let go afterwards: what it binds or breaks is the child."""

import os
import select
import signal
import sys
import warnings
from collections.abc import Callable
from typing import Final

from grader.confine.policy import ConfinementError

_PATIENCE: Final = 120.0
_ANSWER: Final = 4096


def in_child(attempt: Callable[[], object]) -> str:
    """Run something in a forked child and let the child go.

    Returns:
        Nothing where it went well, else what went wrong.
    """
    if not hasattr(os, "fork"):
        return f"{sys.platform} has no fork"
    out, into = os.pipe()
    with warnings.catch_warnings():
        # Python 3.12 warns of forking beside other threads. The child makes a few system calls and is gone.
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if pid == 0:
        _answer(attempt, into)
    os.close(into)
    try:
        ready, _, _ = select.select([out], [], [], _PATIENCE)
        fault = os.read(out, _ANSWER).decode("utf-8", "replace") if ready else "no answer in time"
    finally:
        os.close(out)
        os.kill(pid, signal.SIGKILL)
        status = os.waitpid(pid, 0)[1]
    if fault or not ready:
        return "" if fault == "ok" else fault
    return f"the process that tried it died (status {status})"


def _answer(attempt: Callable[[], object], into: int) -> None:
    """Say how it went and end, without running anything of the parent's."""
    try:
        attempt()
        fault = "ok"
    except ConfinementError as lack:
        fault = lack.message
    except BaseException as failure:  # noqa: BLE001  # the boundary of a process: what it was is told on the other side
        fault = f"{type(failure).__name__}: {failure}"
    os.write(into, fault.encode()[:_ANSWER])
    os._exit(0)
