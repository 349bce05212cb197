"""Frames on a socket: split anywhere, refused before they are read, never waited for past the receiver's patience."""

import os
import select
import socket
import threading
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.wire import frames
from grader.wire.frames import HEADER, MAGIC, Channel, FrameError, PeerClosedError

pytestmark = pytest.mark.unit

FRAME = HEADER.pack(MAGIC, 5, 7) + b"hello" + b"1234567"


class ImpatientError(Exception):
    """Raised instead of waiting."""


def no_wait(_sock: socket.socket, _events: int, /) -> None:
    raise ImpatientError


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


Pair = tuple[socket.socket, socket.socket]


def receive(channel: Channel) -> tuple[bytes, bytes]:
    head, body = channel.receive()
    return head, bytes(body)


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_a_frame_arrives_as_it_was_sent(pair: Pair) -> None:
    """Head and body come out as they went in, and the next frame after them."""
    sender, receiver = Channel(pair[0]), Channel(pair[1])
    sender.send(b"head", [b"one", bytearray(b"two"), memoryview(b""), memoryview(b"three")])
    sender.send(b"")
    assert receive(receiver) == (b"head", b"onetwothree")
    assert receive(receiver) == (b"", b"")
    assert not receiver.is_readable()


def test_frames_that_are_sent_ahead_arrive_first(pair: Pair) -> None:
    """They come one by one, in their order, without a body."""
    sender, receiver = Channel(pair[0]), Channel(pair[1])
    sender.send(b"last", [b"body"], ahead=[b"first", b"second"])
    assert [receive(receiver) for _ in range(3)] == [(b"first", b""), (b"second", b""), (b"last", b"body")]
    assert not receiver.is_readable()


def test_a_frame_ahead_is_bounded_too(pair: Pair) -> None:
    """Nothing is sent of what a receiver would refuse."""
    with pytest.raises(FrameError, match="over the bounds"):
        Channel(pair[0]).send(b"", ahead=[bytes(frames.MAX_HEAD + 1)])
    assert not Channel(pair[1]).is_readable()


@pytest.mark.parametrize("cut", range(1, len(FRAME)))
def test_a_frame_split_anywhere_arrives_whole(pair: Pair, cut: int) -> None:
    """Stream sockets keep no boundaries: the rest may come at any later time."""

    def send_the_rest(_sock: socket.socket, events: int, /) -> None:
        assert events == select.POLLIN
        pair[0].sendall(FRAME[cut:])

    pair[0].sendall(FRAME[:cut])
    assert receive(Channel(pair[1], wait=send_the_rest)) == (b"hello", b"1234567")


def test_a_frame_of_single_bytes_arrives_whole(pair: Pair) -> None:
    """A slow peer is waited for byte by byte, as long as the receiver's `wait` allows."""
    rest = list(FRAME)

    def trickle(_sock: socket.socket, _events: int, /) -> None:
        pair[0].sendall(bytes([rest.pop(0)]))

    assert receive(Channel(pair[1], wait=trickle)) == (b"hello", b"1234567")
    assert rest == []


def test_what_the_wait_raises_ends_the_receiving(pair: Pair) -> None:
    """The receiver's clock decides how long a started frame may take."""
    pair[0].sendall(FRAME[:-1])
    with pytest.raises(ImpatientError):
        Channel(pair[1], wait=no_wait).receive()


def test_several_frames_in_one_write_are_told_apart(pair: Pair) -> None:
    """No byte of the next frame is lost or read early."""
    pair[0].sendall(FRAME * 3)
    receiver = Channel(pair[1], wait=no_wait)
    assert [receive(receiver) for _ in range(3)] == [(b"hello", b"1234567")] * 3


@pytest.mark.parametrize("magic", [b"GRD0", b"\x00" * 4, b"HTTP", b"DRG1"])
def test_bytes_that_start_no_frame_are_refused(pair: Pair, magic: bytes) -> None:
    """A frame starts with its magic or is none."""
    pair[0].sendall(HEADER.pack(magic, 0, 0))
    with pytest.raises(FrameError, match="no frame"):
        Channel(pair[1], wait=no_wait).receive()


@pytest.mark.parametrize(
    ("head", "body", "which"),
    [(101, 0, "head"), (2**32 - 1, 0, "head"), (0, 1001, "body"), (0, 2**64 - 1, "body"), (0, 2**63, "body")],
)
def test_a_length_over_the_bounds_is_refused_before_it_is_allocated(
    pair: Pair, head: int, body: int, which: str
) -> None:
    """The header alone decides; not a byte more is read or taken."""
    pair[0].sendall(HEADER.pack(MAGIC, head, body))
    receiver = Channel(pair[1], wait=no_wait, max_head=100, max_body=1000)
    tracemalloc.start()
    try:
        with pytest.raises(FrameError, match=which):
            receiver.receive()
        assert tracemalloc.get_traced_memory()[1] < 2**20
    finally:
        tracemalloc.stop()


def test_a_promise_of_a_gigabyte_costs_one_chunk(pair: Pair) -> None:
    """Memory follows the bytes that came, not those that a header promises."""
    pair[0].sendall(HEADER.pack(MAGIC, 0, 2**30) + b"x")
    tracemalloc.start()
    try:
        with pytest.raises(ImpatientError):
            Channel(pair[1], wait=no_wait).receive()
        assert tracemalloc.get_traced_memory()[1] < 2**23
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("cut", [0, 1, HEADER.size - 1, HEADER.size, HEADER.size + 2, len(FRAME) - 1])
@pytest.mark.parametrize("takes_descriptors", [False, True])
def test_an_end_says_whether_it_cut_a_frame(pair: Pair, cut: int, takes_descriptors: bool) -> None:
    """A peer that closes between frames has ended; one that closes inside of a frame broke off."""
    pair[0].sendall(FRAME[:cut])
    pair[0].close()
    with pytest.raises(PeerClosedError) as closed:
        Channel(pair[1], wait=no_wait).receive([] if takes_descriptors else None)
    assert closed.value.partial is (cut > 0)


def test_a_reset_counts_as_an_end(pair: Pair) -> None:
    """A peer that goes with bytes unread resets the connection; that is an end as well."""
    pair[1].sendall(b"unread")
    pair[0].close()
    with pytest.raises(PeerClosedError):
        Channel(pair[1], wait=no_wait).receive()


def test_sending_to_nobody_raises(pair: Pair) -> None:
    """What is sent after the peer's end is told to the sender."""
    pair[1].close()
    with pytest.raises(PeerClosedError):
        Channel(pair[0]).send(b"anybody?")


def test_a_large_body_crosses_a_small_buffer(pair: Pair) -> None:
    """Sender and receiver take turns where the socket's buffer is full; hundreds of parts are no obstacle."""
    parts = [bytes([number % 256]) * 3001 for number in range(1500)]
    received: list[tuple[bytes, bytearray]] = []
    reader = threading.Thread(target=lambda: received.append(Channel(pair[1]).receive()))
    reader.start()
    Channel(pair[0]).send(b"head", parts)
    reader.join(20)
    assert received == [(b"head", bytearray(b"".join(parts)))]


def test_what_no_receiver_accepts_is_not_sent(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """A frame over the bounds is the sender's error, before a byte of it is on the wire."""
    monkeypatch.setattr(frames, "MAX_BODY", 100)
    with pytest.raises(FrameError, match="over the bounds"):
        Channel(pair[0]).send(b"", [bytes(101)])
    assert not Channel(pair[1]).is_readable()


def test_descriptors_arrive_where_they_are_asked_for(pair: Pair) -> None:
    """An open file goes along with a frame and is the same file."""
    file = os.memfd_create("file")
    try:
        os.write(file, b"content")
        Channel(pair[0]).send(b"x", descriptors=[file, file])
        received: list[int] = []
        Channel(pair[1]).receive(received)
        assert len(received) == 2
        assert os.pread(received[0], 100, 0) == b"content"
        assert not os.get_inheritable(received[0])
        for descriptor in received:
            os.close(descriptor)
    finally:
        os.close(file)


def test_descriptors_that_nobody_asked_for_are_dropped(pair: Pair) -> None:
    """A peer cannot fill the receiver's table of open files."""
    before = open_files()
    Channel(pair[0]).send(b"x", descriptors=[pair[0].fileno()] * 4)
    assert receive(Channel(pair[1])) == (b"x", b"")
    assert open_files() == before
