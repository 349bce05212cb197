"""Frames on a stream socket: a head of msgpack, a body of raw bytes, nothing else.

Layout, little endian::

    magic   4 bytes   b"GRD1"
    head    u32       length of the head in bytes
    body    u64       length of the body in bytes
    ...               the head, then the body

Both lengths are compared with the receiver's bounds before a byte is allocated.
Descriptors travel with the header (SCM_RIGHTS, unix(7)) and only where the
receiver asked for them: a plain recv(2) makes the kernel close any that came.
"""

import array
import select
import socket
import struct
from collections.abc import Sequence
from typing import Final, Protocol

Buffer = bytes | bytearray | memoryview

HEADER: Final = struct.Struct("<4sIQ")
MAGIC: Final = b"GRD1"
MAX_HEAD: Final = 16 * 2**20
MAX_BODY: Final = 2**30
MAX_DESCRIPTORS: Final = 5
_CHUNK: Final = 4 * 2**20
_IOV: Final = 512


class FrameError(Exception):
    """The peer sent bytes that are no frame, or a frame over the bounds."""


class PeerClosedError(Exception):
    """The peer's end is closed; `partial` tells whether in the middle of a frame."""

    def __init__(self, *, partial: bool) -> None:
        super().__init__("closed in the middle of a frame" if partial else "closed")
        self.partial = partial


class Wait(Protocol):
    """How to wait until a socket is ready: returns when it is, raises to give up."""

    def __call__(self, sock: socket.socket, events: int, /) -> None:
        """Block until `sock` shows one of the poll(2) `events`."""


def wait_forever(sock: socket.socket, events: int, /) -> None:
    """Wait without a deadline."""
    poll = select.poll()
    poll.register(sock, events)
    poll.poll()


class Channel:
    """One end of a framed stream.

    Args:
        sock: a connected stream socket; it is made non-blocking, so that no peer
            can hold the caller past what `wait` allows.
        wait: how to wait; a judge passes a clock that raises at a limit.
        max_head: the largest head accepted, bytes.
        max_body: the largest body accepted, bytes.
    """

    def __init__(
        self,
        sock: socket.socket,
        *,
        wait: Wait = wait_forever,
        max_head: int = MAX_HEAD,
        max_body: int = MAX_BODY,
    ) -> None:
        sock.setblocking(False)
        self.sock = sock
        self.wait = wait
        self._max_head = max_head
        self._max_body = max_body

    def fileno(self) -> int:
        """Return the socket's descriptor."""
        return self.sock.fileno()

    def close(self) -> None:
        """Close the socket."""
        self.sock.close()

    def send(
        self, head: bytes, body: Sequence[Buffer] = (), descriptors: Sequence[int] = (), *, ahead: Sequence[bytes] = ()
    ) -> None:
        """Send one frame, `descriptors` with the first byte.

        Args:
            head: what it is.
            body: what comes with it.
            descriptors: pass into the receiver's hands.
            ahead: heads of frames without a body that are sent before this one: the receiver wakes up once for all.

        Raises:
            FrameError: the frame is over what any receiver accepts.
            PeerClosedError: nobody reads any more.
        """
        views = [memoryview(part).cast("B") for part in body]
        length = sum(view.nbytes for view in views)
        if max(map(len, (head, *ahead))) > MAX_HEAD or length > MAX_BODY:
            raise FrameError(f"a frame of {len(head)} + {length} bytes is over the bounds")
        first = b"".join(HEADER.pack(MAGIC, len(earlier), 0) + earlier for earlier in ahead)
        first += HEADER.pack(MAGIC, len(head), length) + head
        parts = [memoryview(first), *(view for view in views if view.nbytes)]
        ancillary = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", descriptors))] if descriptors else []
        while parts:
            try:
                sent = self.sock.sendmsg(parts[:_IOV], ancillary)
            except BlockingIOError:
                self.wait(self.sock, select.POLLOUT)
                continue
            except (BrokenPipeError, ConnectionResetError):
                raise PeerClosedError(partial=True) from None
            ancillary = []
            while parts and sent >= parts[0].nbytes:
                sent -= parts.pop(0).nbytes
            if parts and sent:
                parts[0] = parts[0][sent:]

    def receive(self, descriptors: list[int] | None = None) -> tuple[bytes, bytearray]:
        """Return the next frame's head and body.

        Args:
            descriptors: a list that takes the descriptors sent along; without it
                they are refused.

        Raises:
            FrameError: what came is no frame, or over this end's bounds.
            PeerClosedError: the peer closed its end.
        """
        header = self._header(descriptors)
        magic, head_length, body_length = HEADER.unpack(header)
        if magic != MAGIC:
            raise FrameError("no frame starts here")
        if head_length > self._max_head:
            raise FrameError(f"a head of {head_length} bytes is over the bound of {self._max_head}")
        if body_length > self._max_body:
            raise FrameError(f"a body of {body_length} bytes is over the bound of {self._max_body}")
        return bytes(self._exactly(head_length)), self._exactly(body_length)

    def is_readable(self) -> bool:
        """Tell whether bytes (or an end) wait to be read right now."""
        poll = select.poll()
        poll.register(self.sock, select.POLLIN)
        return bool(poll.poll(0))

    def _header(self, descriptors: list[int] | None) -> bytes:
        if descriptors is None:
            return bytes(self._exactly(HEADER.size, first=True))
        space = socket.CMSG_SPACE(MAX_DESCRIPTORS * array.array("i").itemsize)
        while True:
            try:
                data, ancillary, _flags, _address = self.sock.recvmsg(HEADER.size, space, socket.MSG_CMSG_CLOEXEC)
                break
            except BlockingIOError:
                self.wait(self.sock, select.POLLIN)
            except ConnectionResetError:
                raise PeerClosedError(partial=False) from None
        for level, kind, payload in ancillary:
            if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
                received = array.array("i")
                received.frombytes(payload[: len(payload) - len(payload) % received.itemsize])
                descriptors.extend(received)
        if not data:
            raise PeerClosedError(partial=False)
        return data + bytes(self._exactly(HEADER.size - len(data)))

    def _exactly(self, length: int, *, first: bool = False) -> bytearray:
        # The buffer grows with what has arrived: a header that promises a
        # gigabyte and sends nothing costs one chunk, not a gigabyte.
        buffer = bytearray(min(length, _CHUNK))
        have = 0
        while have < length:
            if have == len(buffer):
                buffer.extend(bytes(min(length - have, max(_CHUNK, have))))
            try:
                got = self.sock.recv_into(memoryview(buffer)[have:])
            except BlockingIOError:
                self.wait(self.sock, select.POLLIN)
                continue
            except ConnectionResetError:
                got = 0
            if not got:
                raise PeerClosedError(partial=not first or have > 0)
            have += got
        return buffer
