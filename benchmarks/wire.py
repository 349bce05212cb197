"""Tensors over the wire, there and back, against a plain echo of the same bytes over a socket.

Both go through a socket pair to a child process and back, in turn, in one run. The wire carries frames with heads,
checks sizes before it allocates, rebuilds tensors, and packs what the judge sends.

    python benchmarks/wire.py [--megabytes 100] [--rounds 7]
"""

import argparse
import os
import socket
import statistics
import sys
import time
from collections.abc import Callable
from typing import Self

import torch
from rich.console import Console
from rich.table import Table

from grader.wire import messages
from grader.wire.arguments import pack, unpack
from grader.wire.decode import Decoder
from grader.wire.encode import Encoder
from grader.wire.frames import Channel, PeerClosedError
from grader.wire.messages import NONCE_BYTES
from grader.wire.tensors import raw_bytes

NONCE = bytes(NONCE_BYTES)


def main() -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=100, help="size of the tensor")
    parser.add_argument("--rounds", type=int, default=7, help="round trips of each kind")
    options = parser.parse_args()
    tensor = torch.arange(options.megabytes * 2**20 // 4, dtype=torch.float32)
    with _Child(_answer_frames) as wire, _Child(_echo) as echo:
        channel, plain = Channel(wire.sock), echo.sock
        _over_wire(channel, tensor)
        _over_socket(plain, tensor)
        ours, bare = [], []
        for _ in range(options.rounds):
            bare.append(_timed(lambda: _over_socket(plain, tensor)))
            ours.append(_timed(lambda: _over_wire(channel, tensor)))
    _print(options.megabytes, ours, bare)
    return 0


def _over_wire(channel: Channel, tensor: torch.Tensor) -> None:
    packed, body = pack((tensor,), {}, lambda _: None)
    channel.send(messages.encode(messages.Put(NONCE, packed)), body)
    head, received = channel.receive()
    reply = messages.decode_reply(head)
    if not isinstance(reply, messages.Value):
        raise SystemExit("the wire answered something else")
    found = Decoder(reply.tensors, received, lambda _: None, lambda *_: None).decode(reply.node)
    if found.shape != tensor.shape or found[-1] != tensor[-1]:
        raise SystemExit("another tensor came back")


def _answer_frames(sock: socket.socket) -> None:
    channel = Channel(sock)
    while True:
        try:
            head, body = channel.receive()
        except PeerClosedError:
            return
        request = messages.decode_request(head)
        if not isinstance(request, messages.Put):
            return
        (tensor,), _ = unpack(request.arguments, body, lambda *_: None)
        encoder = Encoder(lambda _: 1)
        node = encoder.encode(tensor)
        channel.send(
            messages.encode(messages.Value(NONCE, node, tuple(encoder.tensors.heads))), encoder.tensors.buffers
        )


def _over_socket(sock: socket.socket, tensor: torch.Tensor) -> None:
    """Send all bytes, then read as many: the least that any protocol could do, in the same number of copies."""
    octets = memoryview(raw_bytes(tensor))
    sock.sendall(octets.nbytes.to_bytes(8, "little"))
    sock.sendall(octets)
    _read(sock, octets.nbytes)


def _echo(sock: socket.socket) -> None:
    while True:
        header = sock.recv(8, socket.MSG_WAITALL)
        if not header:
            return
        sock.sendall(_read(sock, int.from_bytes(header, "little")))


def _read(sock: socket.socket, count: int) -> bytearray:
    buffer = bytearray(count)
    view, have = memoryview(buffer), 0
    while have < count:
        got = sock.recv_into(view[have:])
        if not got:
            raise SystemExit("the echo ended")
        have += got
    return buffer


class _Child:
    """A forked child at the other end of a socket pair, until the block ends."""

    def __init__(self, serve: Callable[[socket.socket], None]) -> None:
        self.sock, theirs = socket.socketpair()
        self._pid = os.fork()
        if self._pid == 0:
            self.sock.close()
            serve(theirs)
            os._exit(0)
        theirs.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.sock.close()
        os.waitpid(self._pid, 0)


def _timed(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _print(megabytes: int, ours: list[float], bare: list[float]) -> None:
    table = Table(title=f"A tensor of {megabytes} MiB, there and back, {len(ours)} rounds, {os.cpu_count()} cores")
    for heading in ("", "median", "min", "max", "MiB/s, both ways"):
        table.add_column(heading, justify="left" if not heading else "right")
    for name, times in (("plain socket echo", bare), ("the wire", ours)):
        median = statistics.median(times)
        row = [f"{1000 * figure:.0f} ms" for figure in (median, min(times), max(times))]
        table.add_row(name, *row, f"{2 * megabytes / median:.0f}")
    console = Console()
    console.print(table)
    console.print(f"the wire at {statistics.median(bare) / statistics.median(ours):.2f} of the echo's speed")


if __name__ == "__main__":
    sys.exit(main())
