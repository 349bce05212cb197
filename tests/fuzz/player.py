"""A submission's process, played by a thread that does to the judge what no honest one would, move by move."""

import array
import contextlib
import fcntl
import mmap
import os
import random
import secrets
import socket
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any, Final

from grader.fork.messages import Ended
from grader.sandbox.link import Link, NeedStudent, StudentEnded, StudentStarted, ToParent
from grader.sandbox.process import OUTPUT_BYTES
from grader.wire import jobs, messages
from grader.wire.frames import HEADER, MAGIC, Channel, FrameError, PeerClosedError
from grader.wire.values import MAX_DEPTH, MappingNode, Node, RefNode, SequenceNode

STATUSES: Final = (0, 1, 97, 255, -1, -6, -7, -8, -9, -11, -15, -24, -25, -31, -34, -64)
"""How a process may end: exit statuses, and signals, some of which have no name."""
BLOCKED_SECONDS: Final = 2.0
"""So long a move may wait for a judge that does not read."""
_WAIT: Final = 60.0


Plans = deque[tuple[tuple[str, Any], ...]]


class BlockedError(OSError):
    """The judge does not read what is sent."""


class Player:
    """One played process.

    Args:
        wire: descriptor of its end of the wire.
        output: descriptor of its output file.
        status: how it will be said to have ended.
        plans: moves for each of the next requests, of all players; one without a plan is answered as it should be.

    Attributes:
        given: tokens that were sent as answers, with the nonce of the request each of them answers; none for those that
            answer nothing.
        raised: nonces of requests that were answered by an exception.
        answered: nonces of requests that had any answer of their own.
        nonce: of the request that it works on.
        outer: of the request that it works on at the bottom of all callbacks.
    """

    def __init__(self, wire: int, output: int, status: int, plans: Plans) -> None:
        self.sock = socket.socket(fileno=os.dup(wire))
        self.output = os.dup(output)
        self.status = status
        self.plans = plans
        self.given: dict[str, bytes] = {}
        self.raised: set[bytes] = set()
        self.answered: set[bytes] = set()
        self.nonce = secrets.token_bytes(messages.NONCE_BYTES)
        self.outer = self.nonce
        self.older: list[bytes] = []
        self._depth = 0
        self.silent = False
        self.over = threading.Event()
        self.idle = threading.Event()
        self._channel = Channel(self.sock)
        self.thread = threading.Thread(target=self._live, daemon=True)
        self.thread.start()

    def settle(self) -> None:
        """Wait until all moves of the current plan are made."""
        while not (self.idle.wait(0.01) or not self.thread.is_alive()):
            if self.silent:
                return

    def die(self) -> None:
        """End, as a killed process does: its descriptors are closed."""
        self.over.set()
        with contextlib.suppress(OSError):
            self.sock.shutdown(socket.SHUT_RDWR)
        self.thread.join(_WAIT)
        assert not self.thread.is_alive(), "a played submission did not end"
        self.sock.close()
        if self.output >= 0:
            os.close(self.output)
            self.output = -1

    def move(self, name: str, detail: Any) -> None:
        """Make one move; what the judge's end no longer takes is no error of the play."""
        with contextlib.suppress(OSError, PeerClosedError, FrameError):
            MOVES[name](self, detail)

    def send(self, octets: bytes, descriptors: tuple[int, ...] = ()) -> None:
        """Send bytes, which may be no frame."""
        view = memoryview(octets)
        ancillary = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", descriptors))]
        for _ in range(int(BLOCKED_SECONDS * 100)):
            try:
                view = view[self.sock.sendmsg([view], ancillary if descriptors else []) :]
                descriptors = ()
            except BlockingIOError:
                if self.over.wait(0.01):
                    return
            if not view:
                return
        raise BlockedError("nobody reads")

    def reply(self, node: Node, nonce: bytes | None = None) -> bytes:
        """Return the frame of an answer, by default to the current request."""
        if nonce is None:
            self.answered.add(self.nonce)
        return framed(messages.encode(messages.Value(self.nonce if nonce is None else nonce, node)))

    def token(self, *, counts: bool = True) -> str:
        """Return an answer that no other request has, and remember whose it is."""
        token = secrets.token_hex(8)
        self.given[token] = self.nonce if counts and self.nonce not in self.answered else b""
        return token

    def _live(self) -> None:
        try:
            self.send(framed(jobs.encode(jobs.Hello("confined"))))
            while True:
                self._take()
        except (PeerClosedError, FrameError, OSError):
            pass
        finally:
            self.idle.set()

    def _take(self) -> Any:
        """Take one request and answer it as planned; return what ends a callback instead."""
        self.idle.set()
        descriptors: list[int] = []
        head, _body = self._channel.receive(descriptors)
        self.idle.clear()
        request = messages.decode_request(head)
        if isinstance(request, messages.Begin):
            for descriptor in descriptors:
                os.dup2(descriptor, self.output)
                os.close(descriptor)
            return None
        if isinstance(request, messages.CallbackResult | messages.CallbackRaised):
            return request
        self.older.append(self.nonce)
        self.nonce = request.nonce
        if not self._depth:
            self.outer = request.nonce
        for name, detail in self.plans.popleft() if self.plans else ():
            self.move(name, detail)
        self.nonce = request.nonce
        if request.nonce not in self.answered and not self.silent:
            self.move("answer", None)
        return None

    def call(self, number: int) -> None:
        """Call a callback and serve what is asked meanwhile."""
        outer = self.nonce
        self.send(called(outer, number))
        self._depth += 1
        try:
            while self._take() is None:
                pass
        finally:
            self._depth -= 1
            self.nonce = outer


def framed(head: bytes, body: bytes = b"") -> bytes:
    """Return a frame."""
    return HEADER.pack(MAGIC, len(head), len(body)) + head + body


def called(nonce: bytes, number: int, node: Node | None = None) -> bytes:
    """Return the frame of a callback's call."""
    nothing = SequenceNode("t", [SequenceNode("t", []), MappingNode(False, [], [])])
    return framed(messages.encode(messages.CallbackCall(nonce, number, nothing if node is None else node)))


def _other(player: Player, _detail: Any) -> None:
    player.send(player.reply(player.token(counts=False), secrets.token_bytes(messages.NONCE_BYTES)))


def _old(player: Player, detail: int) -> None:
    nonces = player.older or [bytes(messages.NONCE_BYTES)]
    player.send(player.reply("an old answer", nonces[detail % len(nonces)]))


def _raise(player: Player, detail: tuple[tuple[str, ...], str]) -> None:
    player.raised.add(player.nonce)
    player.answered.add(player.nonce)
    frames = (messages.Frame("f.py", 2**40, "f", "x = 1"),) * 30
    player.send(framed(messages.encode(messages.Raised(player.nonce, detail[0], detail[1], frames))))


def _node(player: Player, detail: Node) -> None:
    player.send(player.reply(detail))


def _deep(player: Player, detail: int) -> None:
    head = messages.encode(messages.Value(player.nonce, 0))
    node = b"\x93\xa1l\xa1l\x91" * (MAX_DEPTH * detail) + b"\x00"  # ["l", "l", [...]], as deep as one likes
    player.answered.add(player.nonce)
    player.send(framed(head[: head.rindex(b"\x00")] + node + b"\x90"))


def _lie(player: Player, detail: tuple[int, int]) -> None:
    player.answered.add(player.nonce)
    player.send(HEADER.pack(MAGIC, detail[0] % 2**32, detail[1] % 2**64) + b"abc")


def _pieces(player: Player, detail: int) -> None:
    octets = player.reply(player.token())
    for start in range(0, len(octets), detail):
        player.send(octets[start : start + detail])


def _twice(player: Player, _detail: Any) -> None:
    player.send(player.reply(player.token()) + player.reply(player.token()))


def _partial(player: Player, detail: int) -> None:
    player.send(player.reply("half an answer")[:detail])


def _rights(player: Player, detail: int) -> None:
    octets = player.reply(player.token())
    player.send(octets[:detail], (player.output, player.sock.fileno()))
    player.send(octets[detail:], (player.output,))


def _close(player: Player, how: int) -> None:
    player.sock.shutdown(how)


def _silence(player: Player, _detail: Any) -> None:
    player.silent = True
    player.over.wait(_WAIT)


def _callback(player: Player, detail: int) -> None:
    player.call(detail)


def _loose_callback(player: Player, detail: int) -> None:
    player.send(called(player.nonce, detail))  # and nobody waits for what it returns


def _wrong_callback(player: Player, detail: Node) -> None:
    player.send(called(player.nonce, 1, detail))


def _many_calls(player: Player, detail: int) -> None:
    player.send(called(player.nonce, 2**40) * detail)


def _urgent(player: Player, _detail: Any) -> None:
    player.sock.send(b"!", socket.MSG_OOB)


def _output(player: Player, detail: int) -> None:
    """Do one of many things to the output file, which the judge's descriptor shares."""
    deeds = _deeds(player.output)
    with contextlib.suppress(OSError, ValueError):
        deeds[detail % len(deeds)]()


def _deeds(output: int) -> list[Callable[[], object]]:
    return [
        lambda: os.write(output, b"\xff\x00 printed \xed\xa0\x80" * 9),
        lambda: os.pwrite(output, b"x" * OUTPUT_BYTES, 0),
        lambda: os.pwrite(output, b"y", OUTPUT_BYTES * 2),
        *(lambda flag=flag: fcntl.fcntl(output, fcntl.F_SETFL, flag) for flag in _FLAGS),
        lambda: os.lseek(output, OUTPUT_BYTES - 1, os.SEEK_SET),
        lambda: os.lseek(output, 2**62, os.SEEK_SET),
        lambda: os.ftruncate(output, 0),
        lambda: os.ftruncate(output, 2**40),
        lambda: os.posix_fallocate(output, 0, 2**40),
        lambda: os.posix_fallocate(output, 0, OUTPUT_BYTES),
        lambda: fcntl.fcntl(output, 1033, 0x1F),  # F_ADD_SEALS: all of them
        lambda: fcntl.flock(output, fcntl.LOCK_EX | fcntl.LOCK_NB),
        lambda: fcntl.lockf(output, fcntl.LOCK_EX | fcntl.LOCK_NB),
        lambda: fcntl.fcntl(output, fcntl.F_SETLEASE, fcntl.F_WRLCK),
        lambda: fcntl.fcntl(output, fcntl.F_SETOWN, os.getpid()),
        lambda: os.fchmod(output, 0),
        lambda: _map_and_write(output),
    ]


_FLAGS: Final = (
    os.O_RDWR | os.O_APPEND,
    os.O_RDWR | os.O_NONBLOCK,
    os.O_RDWR | os.O_APPEND | os.O_NONBLOCK | os.O_ASYNC,
    os.O_RDWR | os.O_DIRECT,
    os.O_RDWR | os.O_NOATIME,
    0,
)


def _map_and_write(output: int) -> None:
    with mmap.mmap(output, OUTPUT_BYTES) as mapped:
        mapped[-6:] = b"mapped"


MOVES: Final[dict[str, Callable[[Player, Any], None]]] = {
    "answer": lambda player, _detail: player.send(player.reply(player.token())),
    "none": lambda player, _detail: player.send(player.reply(None)),
    "true": lambda player, _detail: player.send(player.reply(True)),
    "handle": lambda player, detail: player.send(player.reply(RefNode(detail, "Net"))),
    "other nonce": _other,
    "old nonce": _old,
    "raise": _raise,
    "node": _node,
    "deep": _deep,
    "lie": _lie,
    "garbage": lambda player, detail: player.send(detail),
    "pieces": _pieces,
    "twice": _twice,
    "partial": _partial,
    "rights": _rights,
    "shut": _close,
    "silence": _silence,
    "callback": _callback,
    "loose callback": _loose_callback,
    "wrong callback": _wrong_callback,
    "many callbacks": _many_calls,
    "urgent": _urgent,
    "output": _output,
}


class PlayedLink(Link):
    """Starts players instead of processes. What is asked of a machine's parent always works."""

    def __init__(self, folder: str, sleeper: int, rng: random.Random) -> None:
        self._folder = folder
        self._sleeper = sleeper
        self._rng = rng
        self.players: dict[int, Player] = {}
        self.all: list[Player] = []
        self.plans: Plans = deque()

    def tell(self, message: ToParent) -> None:
        """Nobody listens."""

    tell_soon = tell

    def start(self, need: NeedStudent, wire: int, output: int) -> StudentStarted:
        """Start a player."""
        number = len(self.all) + 1
        player = Player(wire, output, self._rng.choice(STATUSES), self.plans)
        self.all.append(player)
        self.players[number] = player
        work = os.path.join(self._folder, str(need.work))  # noqa: PTH118 -- as the yard names them
        os.makedirs(work, exist_ok=True)  # noqa: PTH103
        return StudentStarted(number, self._sleeper, work, (work, self._folder))

    def end(self, number: int, grace: float) -> StudentEnded:
        """End a player, which is reaped when this returns."""
        del grace
        player = self.players.pop(number)
        player.die()
        peak = self._rng.choice((0, 2**20, 2**40))
        return StudentEnded(number, Ended(player.status, 0.0, peak), starved=self._rng.random() < 0.1)

    def close(self) -> None:
        """End all."""
        for number in list(self.players):
            self.end(number, 0.0)


@contextlib.contextmanager
def sleeping_process() -> Iterator[int]:
    """Yield the id of a process that sleeps: to a clock, a played process looks like it."""
    process = subprocess.Popen(["sleep", "86400"])
    try:
        yield process.pid
    finally:
        process.kill()
        process.wait()
