"""A warm process that forks: torch is imported once, each child starts with it.

The server is single-threaded and does three things: it forks a child for each
order, tells each child's owner how the child ended (over a socket of that child,
its obituary), and kills a child whose owner has gone. It never reads a byte that
a submission wrote, nor one of a job: what it read, all later children would inherit.
"""

import ctypes
import functools
import gc
import os
import resource
import select
import signal
import socket
import traceback
from collections.abc import Callable
from typing import NoReturn

from grader.fork import messages, pages
from grader.wire.frames import Channel, FrameError, PeerClosedError

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36

MANY = 12
"""Who has forked so often will go on: from here on huge pages pay, see `pages`."""

Work = Callable[[bytes, list[int]], int]
"""Does a job in a forked child, with the descriptors that came along, and returns the exit code."""


class ForkServer:
    """Serves fork orders on `control` until its other end is closed.

    Args:
        control: a connected stream socket.
        work: what a child does.
        versions: told to the client once, when the server is ready.
        rehearse: does once what most children do, so that they find it done; called when many have been forked.
    """

    def __init__(
        self, control: socket.socket, work: Work, versions: dict[str, str], rehearse: Callable[[], None] = lambda: None
    ) -> None:
        self._channel = Channel(control)
        self._work = work
        self._versions = versions
        self._rehearse = rehearse
        self._forks = 0
        self._obituaries: dict[int, socket.socket] = {}
        self._wake, self._alarm = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)

    def serve(self) -> None:
        """Take orders until the client closes its end, then kill what is left."""
        _become_subreaper()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._alarm, warn_on_full_buffer=False)
        try:
            self._channel.send(messages.encode(messages.Ready(self._versions)))
            while True:
                self._turn()
        except (PeerClosedError, FrameError):
            return
        finally:
            _end_all(list(self._obituaries))

    def _turn(self) -> None:
        poll = select.poll()
        poll.register(self._channel, select.POLLIN)
        poll.register(self._wake, select.POLLIN)
        owners = {}
        for pid, obituary in self._obituaries.items():
            # Nothing is ever sent to us here: readable means that the owner has gone.
            poll.register(obituary, select.POLLIN)
            owners[obituary.fileno()] = pid
        for descriptor, _events in poll.poll():
            if descriptor == self._wake:
                os.read(self._wake, 4096)
                self._reap()
            elif descriptor in owners:
                # Unless it ended in this very turn: then it is buried, and its number may be another's.
                pid = owners[descriptor]
                if pid in self._obituaries:
                    _kill(pid)
                    self._obituaries.pop(pid).close()
            else:
                self._order()

    def _order(self) -> None:
        descriptors: list[int] = []
        head, _body = self._channel.receive(descriptors)
        order = messages.decode_order(head)
        if isinstance(order, messages.Kill):
            if order.pid in self._obituaries:
                _kill(order.pid)
            return
        self._forks += 1
        if self._forks == MANY:
            self._rehearse()
            gc.collect()
            gc.freeze()
            pages.collapse()
        server = os.getpid()
        pid = os.fork()
        if pid == 0:
            self._become_child(descriptors, server)
        obituary = socket.socket(fileno=descriptors.pop())
        for descriptor in descriptors:
            os.close(descriptor)
        self._obituaries[pid] = obituary
        self._channel.send(messages.encode(messages.Forked(pid)))

    def _become_child(self, descriptors: list[int], server: int) -> NoReturn:
        code = 70
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.close(self._wake)
            os.close(self._alarm)
            os.close(descriptors.pop())
            self._channel.close()
            for obituary in self._obituaries.values():
                obituary.close()
            os.setsid()
            _die_with_parent()
            if os.getppid() == server:  # or it died before that could be asked for
                code = self._work(_read_job(descriptors.pop(0)), descriptors)
        except BaseException:  # noqa: BLE001 -- the last frame of this process: who looks for the reason finds it
            traceback.print_exc()
        finally:
            os._exit(code)

    def _reap(self) -> None:
        while True:
            try:
                pid, status, usage = os.wait4(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            self._bury(pid, status, usage)

    def _bury(self, pid: int, status: int, usage: resource.struct_rusage) -> None:
        _kill_group(pid)
        _kill_orphans(known=self._obituaries)
        obituary = self._obituaries.pop(pid, None)
        if obituary is None:
            return
        ended = messages.Ended(
            os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024
        )
        try:
            Channel(obituary).send(messages.encode(ended))
        except PeerClosedError:
            pass
        finally:
            obituary.close()


def _read_job(file: int) -> bytes:
    """Read a job in the child that does it: no byte of it was ever in the server."""
    try:
        size = os.fstat(file).st_size
        job = os.pread(file, size, 0)
    finally:
        os.close(file)
    if len(job) != size:
        raise OSError(f"{len(job)} of {size} bytes of a job")
    return job


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _kill_group(pid: int) -> None:
    """Kill what the ended leader of a session left in its own group."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def _kill_orphans(known: dict[int, socket.socket]) -> None:
    """Kill children that are not ours: a submission's own, given to us by the kernel as their subreaper."""
    for pid in _children():
        if pid not in known:
            _kill(pid)


def _end_all(pids: list[int]) -> None:
    """Kill and reap these children, and whatever comes to us as they end."""
    while True:
        for pid in {*pids, *_children()}:
            _kill(pid)
        pids = []
        try:
            os.wait()
        except ChildProcessError:
            return


def _children() -> list[int]:
    try:
        with open(f"/proc/self/task/{os.getpid()}/children", encoding="ascii") as children:  # noqa: PTH123
            return [int(word) for word in children.read().split()]
    except OSError:
        return []


def _die_with_parent() -> None:
    """Have the kernel kill this process when the server dies, see prctl(2). Linux only."""
    _prctl()(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def _become_subreaper() -> None:
    """See prctl(2): descendants whose parent has ended become our children. Linux only."""
    _prctl()(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


@functools.cache
def _prctl() -> Callable[..., int]:
    """Return the C library's function, looked up in the server: each lookup makes a class, in memory of its own."""
    return getattr(ctypes.CDLL(None, use_errno=True), "prctl", lambda *_: -1)
