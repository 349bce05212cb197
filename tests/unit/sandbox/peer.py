"""A student process played by a thread: it answers as a script says, also what no honest one would."""

import os
import socket
import threading
from collections.abc import Callable
from typing import Any

from grader.fork.messages import Ended
from grader.model.exercise import Limits
from grader.sandbox.clock import CheckClock
from grader.sandbox.link import Link, NeedStudent, StudentEnded, StudentStarted
from grader.sandbox.process import StudentProcess
from grader.wire import jobs, messages
from grader.wire.frames import Channel, PeerClosedError
from grader.wire.values import MappingNode, Node, SequenceNode

NEED = NeedStudent(reference=False, code=True, inside=True, work=1, seed=0)
LIMITS = Limits(seconds=30)
Script = Callable[["Peer"], None]


class Peer:
    """The other end of the wire."""

    def __init__(self, wire: int) -> None:
        self.channel = Channel(socket.socket(fileno=wire))
        self.request: Any = None

    def hello(self) -> None:
        """Greet as a confined process does."""
        self.send(jobs.encode(jobs.Hello("confined")))

    def take(self) -> Any:
        """Return the next request, and remember it."""
        self.request = messages.decode_request(self.channel.receive()[0])
        return self.request

    def send(self, head: bytes, body: bytes = b"") -> None:
        """Send a frame."""
        self.channel.send(head, [body] if body else [])

    def send_bytes(self, octets: bytes) -> None:
        """Send what may be no frame."""
        self.channel.sock.setblocking(True)
        self.channel.sock.sendall(octets)
        self.channel.sock.setblocking(False)

    def answer(self, node: Node, nonce: bytes | None = None) -> None:
        """Answer the last request."""
        self.send(messages.encode(messages.Value(self.request.nonce if nonce is None else nonce, node)))

    def call(self, number: int, node: Node | None = None) -> None:
        """Call a callback while it works on the last request."""
        arguments: Node = SequenceNode("t", [SequenceNode("t", []), NO_KEYWORDS]) if node is None else node
        self.send(messages.encode(messages.CallbackCall(self.request.nonce, number, arguments)))

    def close(self) -> None:
        """Die, as far as the wire tells."""
        self.channel.close()


NO_KEYWORDS: Node = MappingNode(False, [], [])


class FakeLink(Link):
    """Starts a script instead of a process, and tells how the process is said to have ended."""

    def __init__(self, script: Script, ended: Ended, work: str) -> None:
        self._script = script
        self._ended = ended
        self._work = work
        self.ends: list[float] = []
        self.threads: list[threading.Thread] = []

    def start(self, need: NeedStudent, wire: int, output: int) -> StudentStarted:
        """Run the script on its own copy of the wire."""
        del need, output
        peer = Peer(os.dup(wire))

        def play() -> None:
            try:
                self._script(peer)
            except (PeerClosedError, OSError):
                pass
            finally:
                peer.close()

        self.threads.append(threading.Thread(target=play))
        self.threads[-1].start()
        return StudentStarted(1, os.getpid(), self._work)

    def end(self, number: int, grace: float) -> StudentEnded:
        """Tell how it ended."""
        self.ends.append(grace)
        return StudentEnded(number, self._ended, starved=False)


class Stand:
    """A `StudentProcess` and the script at its other end."""

    def __init__(self, work: str) -> None:
        self._work = work
        self.calls: list[tuple[int, tuple[Any, ...], dict[str, Any]]] = []
        self.link: FakeLink | None = None
        self.process: StudentProcess | None = None
        self.result: Callable[[], Any] = lambda: None

    def start(self, script: Script, *, status: int = 0, limits: Limits = LIMITS, greets: bool = True) -> StudentProcess:
        """Start a process that does what the script says after its greeting."""

        def greet_and_play(peer: Peer) -> None:
            if greets:
                peer.hello()
            script(peer)

        self.link = FakeLink(greet_and_play, Ended(status, 0.0, 0), self._work)
        self.process = StudentProcess(
            self.link,
            NEED,
            CheckClock(limits),
            limits,
            lambda _value: None,
            self._call_back,
            lambda _process, node: ("handle", node.number),
            lambda _tensor, _head: None,
        )
        return self.process

    def _call_back(self, number: int, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        self.calls.append((number, args, kwargs))
        return self.result()

    def close(self) -> None:
        """End the process and wait for the script."""
        if self.process is not None:
            self.process.close()
        for thread in self.link.threads if self.link else ():
            thread.join(15)
            assert not thread.is_alive()


def ask(process: StudentProcess) -> Any:
    """Ask for an attribute."""
    return process.ask(lambda nonce: messages.GetAttr(nonce, 0, "name"))


def calls(value: Node, times: int = 1) -> Script:
    def script(peer: Peer) -> None:
        peer.take()
        for _ in range(times):
            peer.call(0, value)
            peer.channel.receive()

    return script
