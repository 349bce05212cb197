# ruff: noqa: T201 -- a script: progress and endings are what it prints
"""Throws damaged frames at the judge's reader: no exception may come but the reader's own.

For minutes, in development::

    python tests/fuzz/fuzz_wire.py --frames 1000000

Frames start from valid ones and from the corpus, and are damaged byte by byte,
value by value and in their lengths. A frame that is answered in a way not seen
before goes into the corpus, which the test suite replays. One that the reader
cannot take ends the run and is written beside it, to be kept as a test.
"""

import argparse
import collections
import contextlib
import copy
import hashlib
import random
import re
import socket
import sys
import time
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import torch

from grader.wire import messages
from grader.wire.decode import Decoder
from grader.wire.encode import Encoder
from grader.wire.frames import HEADER, MAGIC, Channel, FrameError, PeerClosedError
from grader.wire.values import RefNode, WireValueError

CORPUS = Path(__file__).with_name("corpus")
LARGEST_KEPT = 4_096
LARGEST_SENT = 100_000
NONCE = b"n" * messages.NONCE_BYTES
EXPECTED = (FrameError, PeerClosedError, WireValueError, msgspec.DecodeError)
"""What `StudentProcess.ask` turns into a fault of the submission; msgspec's ValidationError is a DecodeError."""
_VARYING = re.compile(r"'.*'|`.*`|-?[0-9]+", re.DOTALL)


class StalledError(Exception):
    """The reader waited although its peer had ended."""


def seeds() -> list[bytes]:
    """Return valid frames, at least one of each message and of each kind of value."""
    values = [
        None,
        [True, 1, 2**70, -1.5, "text", b"bytes", 1 + 2j, torch.float32, torch.device("cuda:1"), torch.Size([2, 3])],
        {"a": (1, [2, {3, frozenset({4})}]), 5: collections.OrderedDict(x=1), (6, "t"): None},
        [torch.randn(3, 4), torch.zeros(2, dtype=torch.bool), torch.empty(0), torch.tensor(3)],
        {
            "w": torch.nn.Parameter(torch.ones(2)),
            "m": torch.empty(2, device="meta"),
            "l": torch.nn.LazyLinear(2).weight,
        },
        [torch.nn.ReLU(), object(), [torch.nn.Linear(1, 1)] * 2],
        [torch.zeros(2, dtype=dtype) for dtype in (torch.int8, torch.bfloat16, torch.complex64, torch.float8_e5m2)],
    ]
    frames = []
    for value in values:
        for build in (messages.Value, lambda *parts: messages.CallbackCall(parts[0], 1, *parts[1:])):
            encoder = Encoder(lambda _value: 1)
            node = encoder.encode((([value], {}), value)[build is messages.Value])
            reply = build(NONCE, node, tuple(encoder.tensors.heads))
            frames.append(frame(messages.encode(reply), b"".join(encoder.tensors.buffers)))
    raised = messages.Raised(NONCE, ("ValueError", "Exception"), "no", (messages.Frame("a.py", 3, "f", "raise"),))
    return [*frames, frame(messages.encode(raised), b"")]


def frame(head: bytes, body: bytes) -> bytes:
    """Return a frame whose lengths are right."""
    return HEADER.pack(MAGIC, len(head), len(body)) + head + body


def swallow(sent: bytes) -> str:
    """Read one frame as the judge does; return how that ended, in a word or two.

    Raises:
        Exception: whatever the reader did not foresee.
    """
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(sent[:LARGEST_SENT])
        theirs.close()
        try:
            head, body = Channel(ours, wait=_stalled).receive()
            reply = messages.decode_reply(head)
            if isinstance(reply, messages.Raised):
                return "raised"
            decoder = Decoder(reply.tensors, body, _refer, lambda _tensor, _head: None)
            value = decoder.decode(reply.node)
        except EXPECTED as error:
            return f"{type(error).__name__}: {_VARYING.sub('#', str(error)).split(':')[0][:80]}"
    return f"{type(reply).__name__} of {type(value).__name__}"


def _stalled(_sock: socket.socket, _events: int, /) -> None:
    raise StalledError


def _refer(node: RefNode) -> object:
    return [node]  # like a Handle it has no hash


LEAVES: tuple[object, ...] = (
    *(None, True, 0, 1, -1, 2, 3, 64, 2**31, 2**48, 2**62, 2**63 - 1, 2**63, 2**64 - 1, -(2**63), 0.5, float("nan")),
    *(
        "",
        "l",
        "d",
        "s",
        "z",
        "x",
        "h",
        "n",
        "int",
        "dtype",
        "device",
        "float32",
        "bool",
        "meta",
        "cuda:9",
        "0x" + "f" * 99,
    ),
    *(b"", [], {}, ["x", 0], ["x", 1], ["l", "l", []], ["l", "s", [1, 1]], ["h", 1, ""], ["n", "int", "-1"], (0,) * 65),
)


def rebuild(rng: random.Random, sent: bytes) -> bytes:
    """Return the frame with one or more values of its head replaced, repeated, nested or taken away."""
    _magic, length, _body = HEADER.unpack(sent[: HEADER.size])
    try:
        tree = msgspec.msgpack.decode(sent[HEADER.size : HEADER.size + length])
    except (msgspec.DecodeError, UnicodeDecodeError, TypeError):
        return sent
    for _ in range(1 + int(rng.expovariate(0.7))):
        places = list(_places(tree))
        if not places:
            break
        parent, at = rng.choice(places)
        match rng.randrange(6):
            case 0 | 1:
                parent[at] = rng.choice(LEAVES)
            case 2:
                parent[at:at] = [parent[at]] * rng.choice((1, 2, 70))
            case 3:
                del parent[at]
            case 4:
                other, where = rng.choice(places)
                parent[at] = copy.deepcopy(other[where])
            case _:
                for _ in range(rng.choice((1, 3, 70))):
                    parent[at] = ["l", rng.choice("ltsfz"), [parent[at]]]
        head = msgspec.msgpack.encode(tree)
        if len(head) > LARGEST_SENT // 4:
            break
        tree = msgspec.msgpack.decode(head)  # so that no list is in it twice
    return frame(msgspec.msgpack.encode(tree), sent[HEADER.size + length :])


def _places(tree: object) -> Iterator[tuple[list[object], int]]:
    if isinstance(tree, list):
        for at, value in enumerate(tree):
            yield tree, at
            yield from _places(value)


INTERESTING = (
    0,
    1,
    0x7F,
    0x80,
    0x90,
    0x91,
    0xC0,
    0xC1,
    0xC4,
    0xC6,
    0xCB,
    0xCF,
    0xD3,
    0xD9,
    0xDC,
    0xDD,
    0xDF,
    0xE0,
    0xFF,
)
NUMBERS = tuple(
    part for n in (0, 1, 2**31, 2**48, 2**62, 2**63 - 1, 2**63, 2**64 - 1) for part in (b"\xcf" + n.to_bytes(8, "big"),)
)


def damage(rng: random.Random, frames: Sequence[bytes]) -> bytes:
    """Return a frame with some damage, with lengths that are right more often than not."""
    if rng.random() < 0.6:
        return rebuild(rng, rng.choice(frames))
    broken = scratch(rng, frames)
    if rng.random() < 0.8 and len(broken) > HEADER.size:
        magic, head, _body = HEADER.unpack(rng.choice(frames)[: HEADER.size])
        head = min(head if rng.random() < 0.5 else rng.randrange(len(broken)), len(broken) - HEADER.size)
        broken[: HEADER.size] = HEADER.pack(magic, head, len(broken) - HEADER.size - head)
    return bytes(broken)


def scratch(rng: random.Random, frames: Sequence[bytes]) -> bytearray:
    """Return a frame with some of its bytes replaced, repeated or taken away."""
    broken = bytearray(rng.choice(frames))
    start = 0 if rng.random() < 0.1 else HEADER.size
    for _ in range(1 + int(rng.expovariate(0.5))):
        at = rng.randrange(start, len(broken) + 1)
        match rng.randrange(8):
            case 0:
                broken[at : at + 1] = bytes([rng.randrange(256)])
            case 1:
                broken[at : at + 1] = bytes([rng.choice(INTERESTING)])
            case 2:
                del broken[at : at + rng.randrange(1, 9)]
            case 3:
                broken[at:at] = rng.randbytes(rng.randrange(1, 9))
            case 4:
                broken[at : at + rng.choice((0, 1, 9))] = rng.choice(NUMBERS)
            case 5:
                broken[at:at] = broken[at : at + rng.randrange(1, 40)] * rng.randrange(1, 5)
            case 6:
                other = rng.choice(frames)
                cut = rng.randrange(len(other))
                broken[at : at + rng.randrange(40)] = other[cut : cut + rng.randrange(40)]
            case _:
                broken[at : at + 1] = bytes([broken[at] ^ (1 << rng.randrange(8))]) if at < len(broken) else b""
    return broken


def load_corpus() -> list[bytes]:
    """Return the kept frames."""
    return [path.read_bytes() for path in sorted(CORPUS.glob("*.frame"))]


def fuzz(frames: int, seed: int, *, keep: Path | None = None) -> Iterator[tuple[int, collections.Counter[str]]]:
    """Swallow damaged frames; yield how many so far, and how each ended, every ten thousand frames.

    Args:
        frames: how many.
        seed: of the damage.
        keep: a folder for frames that ended in a new way.
    """
    rng = random.Random(seed)  # noqa: S311 -- damage is no secret
    pool = seeds() + load_corpus()
    seen = collections.Counter(swallow(sent) for sent in pool)
    for done in range(1, frames + 1):
        sent = damage(rng, pool)
        try:
            ending = swallow(sent)
        except BaseException:
            if keep is not None:
                (keep / f"unforeseen-{hashlib.sha256(sent).hexdigest()[:12]}.frame").write_bytes(sent)
            raise
        if ending not in seen and len(sent) <= LARGEST_KEPT:
            pool.append(sent)
            if keep is not None:
                (keep / f"{hashlib.sha256(sent).hexdigest()[:12]}.frame").write_bytes(sent)
        seen[ending] += 1
        if done % 10_000 == 0 or done == frames:
            yield done, seen


def main(arguments: Sequence[str]) -> int:
    """Fuzz, with progress on stderr and the endings on stdout."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--frames", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=None, help="repeat a run; random without it")
    options = parser.parse_args(arguments)
    seed = random.SystemRandom().randrange(2**32) if options.seed is None else options.seed
    CORPUS.mkdir(exist_ok=True)
    warnings.simplefilter("ignore")
    torch.set_num_threads(1)
    began = time.monotonic()
    seen: collections.Counter[str] = collections.Counter()
    with contextlib.suppress(KeyboardInterrupt):
        for done, seen in fuzz(options.frames, seed, keep=CORPUS):
            rate = done / (time.monotonic() - began)
            print(f"\r{done} frames, {rate:.0f} a second, {len(seen)} endings", end="", file=sys.stderr, flush=True)
    print(f"\nseed {seed}", file=sys.stderr)
    for ending, count in seen.most_common():
        print(f"{count:9d}  {ending}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
