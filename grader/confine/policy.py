"""What a student's process may do, what held in the end, and the fault that ends it when it did not."""

from typing import Final, Literal

import msgspec

Mode = Literal["confined", "auto", "process"]
Isolation = Literal["confined", "process"]

GUEST_IDS: Final = range(2_000_000_000, 2_100_000_000)
"""User ids for students' processes, one a grading, beyond those that login.defs(5) and systemd give to people and
containers. Inside of a container they may not be mapped, which `probe` finds out."""


class ConfinementError(Exception):
    """A mechanism does not hold, so the process must end before it reads a byte of a submission.

    The process that meets it is half confined and good for nothing: report the sentence and `os._exit`.

    Args:
        message: which mechanism, and what the kernel said.
        advice: what a person can do about it.
    """

    def __init__(self, message: str, *, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        """Message and advice in one line, for a wire that carries one string."""
        return f"{self.message}. {self.advice}" if self.advice else self.message


class UnavailableError(ConfinementError):
    """This kernel or platform lacks the mechanism. Mode `auto` goes on without it, and says so."""


class Policy(msgspec.Struct, frozen=True):
    """What a student's process may do. Everything that is not named here is refused.

    Args:
        mode: `confined`: all of it or none of it; `auto`: the strongest that this machine has; `process`: a plain
            child process with limits, for machines without the kernel's help.
        read: folders and files that may be read: interpreter, libraries, the copy of the submission. They must exist.
        write: folders that may be read and written: the work folder. They must exist.
        keep: descriptors that stay open besides 0, 1 and 2: the wire.
        data_bytes: memory on top of what the process owns when it is confined (`RLIMIT_DATA`, getrlimit(2)).
        cpu_seconds: CPU time (`RLIMIT_CPU`), a backstop: the judge's clock decides.
        file_bytes: largest size of one written file (`RLIMIT_FSIZE`); it does not bound their number.
        descriptors: largest number of open descriptors (`RLIMIT_NOFILE`).
        threads: threads that the exercise grants; a few more are possible (`limits.THREAD_SLACK`).
        uid: a user id that nothing else on the machine has, taken on where the process is root. Not 0.
        gid: the group id taken on with it; the same number as `uid` where it is None.
    """

    mode: Mode
    read: tuple[str, ...]
    write: tuple[str, ...]
    keep: tuple[int, ...]
    data_bytes: int
    cpu_seconds: int
    file_bytes: int
    descriptors: int = 256
    threads: int = 1
    uid: int | None = None
    gid: int | None = None


class Held(msgspec.Struct, frozen=True):
    """What held in the end; a report records it.

    Args:
        isolation: `confined` where Landlock (ABI 3 or newer) and seccomp both hold, else `process`.
        mechanisms: names of what was applied, in order.
        landlock_abi: the ABI in force, 0 for none.
        missing: one sentence for each mechanism that this machine lacks: what, and what to do.
    """

    isolation: Isolation
    mechanisms: tuple[str, ...]
    landlock_abi: int
    missing: tuple[str, ...]
