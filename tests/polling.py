"""Waiting without sleeping blindly: look, until it is so or a deadline has passed."""

import select
import time
from collections.abc import Callable
from pathlib import Path


def eventually(holds: Callable[[], bool], seconds: float = 15.0) -> bool:
    """Tell whether something comes to hold before the deadline; looks often at first, then less often."""
    deadline = time.monotonic() + seconds
    pause = 1.0
    while not holds():
        if time.monotonic() > deadline:
            return False
        select.poll().poll(pause)  # milliseconds
        pause = min(pause * 1.5, 50.0)
    return True


def runs(pid: int) -> bool:
    """Tell whether a process is there and has not ended: a zombie has."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in ("Z", "X")


def open_descriptors() -> int:
    """Return how many files this process has open."""
    return len(list(Path("/proc/self/fd").iterdir()))
