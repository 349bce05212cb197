"""Run a function in a confined, forked child, and learn how it ended.

The children run as root (where the tests do), as root with a user id of its own to change to, and as an ordinary user:
what confinement promises must hold for all three. The interpreter may lie in a folder that only root can enter; a fork
has what it needs already.
"""

import functools
import json
import os
import select
import signal
import sys
import time
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import msgspec

from grader.confine.apply import apply
from grader.confine.policy import Held, Policy

Who = Literal["root", "own uid", "ordinary user"]
Confine = Callable[[Policy], object]
LONE_UID = 61_240 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
"""Of nobody else, nor of the tests that run beside these: its threads are counted."""
ORDINARY_UID = 61_235
DEADLINE = 30.0

IDENTITIES: tuple[Who, ...] = ("root", "own uid", "ordinary user") if os.geteuid() == 0 else ("ordinary user",)
"""Those that children of this test run can have."""


@dataclass(frozen=True)
class Ground:
    """Folders that a child meets, all of them open to every user by mode: two in its policy, one that is not."""

    work: Path
    read: Path
    hidden: Path

    def policy(self, **changes: Any) -> Policy:
        """A policy for this ground."""
        policy = Policy(
            mode="confined",
            read=(str(self.read),),
            write=(str(self.work),),
            keep=(),
            data_bytes=256 << 20,
            cpu_seconds=20,
            file_bytes=1 << 20,
        )
        return msgspec.structs.replace(policy, **changes)


@dataclass(frozen=True)
class Ended:
    """How a child ended: with a value, an exception's class and errno, or a signal."""

    value: Any = None
    raised: str = ""
    errno: int | None = None
    signal: int | None = None
    held: Held | None = None
    text: str = field(default="")


@dataclass(frozen=True)
class Children:
    """Starts children on one ground."""

    ground: Ground

    def run(
        self, function: Callable[[], object], who: Who = IDENTITIES[0], *, confine: Confine = apply, **changes: Any
    ) -> Ended:
        """Fork; confine the child under the ground's policy with `changes`; call the function there; report."""
        if who == "own uid":
            changes = {"uid": LONE_UID, **changes}
        ours, theirs = os.pipe()
        policy = self.ground.policy(**{**changes, "keep": (theirs, *changes.get("keep", ()))})
        sys.stdout.flush()
        with warnings.catch_warnings():
            # Python 3.12 warns of forking beside pytest-xdist's threads; the children use none of them.
            warnings.simplefilter("ignore", DeprecationWarning)
            pid = os.fork()
        if pid == 0:
            live(function, who, functools.partial(confine, policy), theirs, self.ground.work)
        os.close(theirs)
        try:
            return reap(pid, ours)
        finally:
            os.close(ours)


def live(function: Callable[[], object], who: Who, confine: Callable[[], object], into: int, work: Path) -> None:
    """The child's side. Never returns."""
    report: dict[str, Any] = {}
    try:
        os.chdir(work)
        if who == "ordinary user" and os.geteuid() == 0:
            os.setgroups([])
            os.setresgid(ORDINARY_UID, ORDINARY_UID, ORDINARY_UID)
            os.setresuid(ORDINARY_UID, ORDINARY_UID, ORDINARY_UID)
        held = confine()
        report["held"] = msgspec.to_builtins(held) if isinstance(held, Held) else None
        report["value"] = function()
    except BaseException as fault:  # noqa: BLE001 -- the end of a process; what it was is told to the parent
        report |= {"raised": type(fault).__name__, "text": f"{fault}\n{traceback.format_exc()}"}
        report["errno"] = fault.errno if isinstance(fault, OSError) else None
    os.write(into, json.dumps(report).encode())
    os._exit(0)


def reap(pid: int, out: int) -> Ended:
    """The parent's side: what the child reported, or what killed it."""
    deadline = time.monotonic() + DEADLINE
    received = b""
    while select.select([out], [], [], max(0.0, deadline - time.monotonic()))[0]:
        piece = os.read(out, 1 << 16)
        if not piece:
            break
        received += piece
    else:
        os.kill(pid, signal.SIGKILL)
    status = os.waitpid(pid, 0)[1]
    if os.WIFSIGNALED(status):
        return Ended(signal=os.WTERMSIG(status))
    report = json.loads(received)
    if report.get("held"):
        report["held"] = msgspec.convert(report["held"], Held)
    return Ended(**report)
