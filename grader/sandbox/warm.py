"""The parent's side: zygotes kept warm, and student processes forked from them."""

import tempfile
import threading
from collections.abc import Sequence
from typing import Final

import msgspec

from grader.confine.groups import Groups
from grader.fork.client import Child, ForkClient, clean_environment
from grader.fork.messages import Ended
from grader.model.exercise import Limits
from grader.wire import jobs

_CGROUP_SLACK: Final = 64 * 2**20
"""Bytes on top of the limit: a cgroup also counts the pages of files that a process reads and writes."""

_THREAD_SLACK: Final = 16


class Zygotes:
    """One zygote for each set of modules that exercises want preloaded, started when first needed.

    Attributes:
        groups: the cgroups for what is forked from them.
    """

    def __init__(self) -> None:
        self.groups = Groups()
        self._clients: dict[tuple[str, ...], ForkClient] = {}
        self._lock = threading.Lock()

    def start(self, preload: Sequence[str] = ()) -> ForkClient:
        """Return the zygote for this preload, starting it (without waiting) where it does not run."""
        with self._lock:
            # Work folders are made where temporary files are, and only there can a student process write at all.
            key = (tempfile.gettempdir(), *sorted(set(preload)))
            client = self._clients.get(key)
            if client is None or not client.is_alive:
                if client is not None:
                    client.close()
                arguments = ["--temporary", key[0], *(word for module in key[1:] for word in ("--preload", module))]
                client = self._clients[key] = ForkClient.start("grader.student", arguments, clean_environment())
            return client

    def close(self) -> None:
        """End all zygotes, and with them every student process."""
        for client in self._clients.values():
            client.close()
        self._clients.clear()
        self.groups.close()


class RunningStudent:
    """A student process as its parent has it: with a cgroup around it where the machine grants one.

    Args:
        zygote: forks it.
        groups: where its cgroup comes from.
        job: what it does.
        limits: what it may use up.
        wire: the descriptor of its end of the wire.
        output: the descriptor of its output file.
        record: where it writes what lines of the submission it runs; None in a grading that counts.

    Raises:
        ServerDiedError: the zygote ended.
    """

    def __init__(
        self,
        zygote: ForkClient,
        groups: Groups,
        job: jobs.StudentJob,
        limits: Limits,
        wire: int,
        output: int,
        record: int | None = None,
    ) -> None:
        descriptors = [wire, output] if record is None else [wire, output, record]
        self._groups = groups
        self._bounds = (limits.memory + _CGROUP_SLACK, limits.threads + _THREAD_SLACK)
        self._cgroup = groups.take(*self._bounds)
        if self._cgroup is not None:
            job = msgspec.structs.replace(job, cgroup=self._cgroup.doors)
        try:
            self._child: Child = zygote.fork(jobs.encode(job), descriptors)
        except BaseException:
            self._release()
            raise

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._child.pid

    def end(self, grace: float) -> tuple[Ended, bool]:
        """Wait `grace` seconds for its own end, then kill it.

        Returns:
            How it ended, and whether the kernel killed it for want of memory.
        """
        try:
            ended = self._child.end(grace)
            starved = self._cgroup is not None and self._cgroup.oom_kills() > 0
        finally:
            self._release()
        return ended, starved

    def close(self) -> None:
        """End it without a word."""
        try:
            self._child.dispose()
        finally:
            self._release()

    def _release(self) -> None:
        if self._cgroup is not None:
            self._groups.give_back(self._cgroup, *self._bounds)
            self._cgroup = None
