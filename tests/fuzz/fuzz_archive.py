# ruff: noqa: T201, S311 - a script: progress and endings are what it prints; damage is no secret
"""Throws damaged archives and notebooks at the reader: what it takes is inside, and within bounds.

For minutes, in development::

    python tests/fuzz/fuzz_archive.py --archives 1000000

Archives start from the honest and the hostile ones of the tests and from the
corpus, and are damaged byte by byte, field by field, inside of their compression
and in how they are put together; the checksums that would give the damage away are
then made right more often than not. A parser may raise whatever it likes, for its
process makes a refusal of that. What ends the run, and is written beside the corpus
to be kept as a test: a name that leads outside, a file told twice, more files or
bytes than the bounds, an exception that is none of `Exception`'s.
"""

import argparse
import collections
import contextlib
import gzip
import hashlib
import io
import lzma
import random
import re
import signal
import struct
import sys
import tarfile
import time
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import FrameType

from grader.confine.limits import hold
from grader.confine.policy import Policy
from grader.reader.messages import Bounds, Refusal, Source
from grader.reader.notebook import read_notebook
from grader.submission.problems import Problem
from tests.unit.reader.dry import unpacked
from tests.unit.reader.hostile import ROWS
from tests.unit.reader.notebooks import code, notebook, text
from tests.unit.reader.packing import STORED, Entry, member, tar_of, zip64_of, zip_of

CORPUS = Path(__file__).with_name("corpus")
LARGEST = 20_000
LARGEST_KEPT = 4_096
BOUNDS = Bounds(members=20, each=20_000, total=50_000, ratio=20, free=8_000)
HONEST = 20
"""How often each honest one is among the seeds, of which damage draws evenly."""

PATIENCE = 5.0
"""Seconds of CPU time after which an input counts as slow; the process has the kernel's limit for that."""

NUMBERS = (0, 1, 2, 4, 8, 20, 30, 46, 255, 511, 512, 2**15, 2**16 - 1, 2**31 - 1, 2**32 - 1)
NAMES = (b"../", b"/", b"..", b"\\", b"C:", b"\0", b"\n", b"\xff", b"\x1b[m", "é".encode(), b"A", b"a", b".git/")
OLD_NOTEBOOK = (
    b'{"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": [{"cell_type": "code",'
    b' "input": ["x = 1"], "language": "python", "metadata": {}, "outputs": [], "collapsed": false}]}]}'
)
TYPES = (b"0", b"\0", b"1", b"2", b"3", b"5", b"6", b"7", b"L", b"K", b"x", b"g", b"S")
SIZES = (
    b"00000000000\0",
    b"00000001000\0",
    b"77777777777\0",
    b"\x80" + b"\0" * 4 + b"\1" * 7,
    b"\xff" * 12,
    b"-0000000001\0",
)
_WORDS = re.compile(r"[A-Za-z]{2,}")


class TooSlowError(BaseException):
    """An input took longer than it may; no parser catches this."""


class BrokenPromiseError(BaseException):
    """The reader took what it may not take."""


def seeds() -> list[bytes]:
    """Return archives and notebooks, honest ones and hostile ones."""
    honest = [
        zip_of("1.1-work/work.py", Entry("1.1-work/", b""), "1.1-work/data/a.csv", comment=b"a comment"),
        zip_of(Entry("a.py", b"x = 1\n" * 200), Entry("b.py", b"y = 2\n", method=STORED), "é.py"),
        zip64_of(zip_of("a.py", "b.py")),
        tar_of("1.1-work/work.py", member("1.1-work", b"", type=tarfile.DIRTYPE), "1.1-work/data/a.csv"),
        tar_of("a" * 120 + ".py", "é.py", format_=tarfile.GNU_FORMAT),
        tar_of("a/" * 60 + "b.py", "c.py", comment="some words"),
        gzip.compress(tar_of("work.py", member("a.csv", b"1,2\n" * 300))),
        lzma.compress(tar_of("work.py")),
        notebook(text("# A title"), code("%matplotlib inline\nimport torch"), code(["x = 1\n", "y = 2"])),
        OLD_NOTEBOOK,
    ]
    return honest * HONEST + [made for _, _, make in ROWS if len(made := make()) <= LARGEST]


def swallow(sent: bytes) -> str:
    """Take one input apart as a reader and its parent do; return how that ended, in a word or two.

    Raises:
        BrokenPromiseError: what was taken may not be taken.
        TooSlowError: it took too long.
    """
    try:
        if sent[:1] in {b"{", b"["}:
            return _code(sent)
        files, folders = unpacked(sent, BOUNDS)
    except Refusal as refusal:
        return f"refused: {refusal.no.why}"
    except Problem as problem:
        return f"refused for its name: {problem.kind}"
    except Exception as error:  # noqa: BLE001 - as the process does
        return f"{type(error).__name__}: {' '.join(_WORDS.findall(str(error))[:3])}"
    _judge(files, folders)
    return f"taken: {min(len(files), 5)} files, {min(len(folders), 2)} folders"


def _code(sent: bytes) -> str:
    contents = list(read_notebook(io.BytesIO(sent), BOUNDS))
    match contents:
        case [(Source(cells), body)]:
            lines = body.decode().split("\n")
            if any(lines[line - 2] != f"# cell {number}" for number, line in cells):
                raise BrokenPromiseError("a cell is not where it is said to be")
            return f"taken: {min(len(cells), 5)} cells"
        case _:
            raise BrokenPromiseError("a notebook is one text")


def _judge(files: dict[tuple[str, ...], bytes], folders: set[tuple[str, ...]]) -> None:
    """Say independently of the reader what may be taken."""
    if len(files) + len(folders) > BOUNDS.members or sum(map(len, files.values())) > BOUNDS.total:
        raise BrokenPromiseError("more than the bounds")
    if any(len(content) > BOUNDS.each for content in files.values()):
        raise BrokenPromiseError("a file larger than the bounds")
    paths = ["/".join(parts) for parts in (*files, *folders)]
    for parts in (*files, *folders):
        if any(part in {"", ".", ".."} or set(part) & set("/\\\0\n") for part in parts) or parts[:1] == ("C:",):
            raise BrokenPromiseError(f"a name that leads elsewhere: {parts}")
        if parts in files and any(path.casefold().startswith("/".join(parts).casefold() + "/") for path in paths):
            raise BrokenPromiseError(f"a file that is a folder: {parts}")
    if len({path.casefold() for path in map("/".join, files)}) != len(files) or set(files) & folders:
        raise BrokenPromiseError("one name twice")


def damage(rng: random.Random, pool: Sequence[bytes]) -> bytes:
    """Return an input with some damage, made to look right more often than not."""
    sent = rng.choice(pool)
    squeezed = rng.random() < 0.8
    with contextlib.suppress(Exception):
        if squeezed and sent.startswith(b"\x1f\x8b"):
            return gzip.compress(_tar_damage(rng, gzip.decompress(sent)[:LARGEST], pool), 1)
        if squeezed and sent.startswith(b"\xfd7z"):
            return lzma.compress(_tar_damage(rng, lzma.decompress(sent)[:LARGEST], pool), preset=0)
        if squeezed and sent[257:262] == b"ustar":
            return _tar_damage(rng, sent, pool)
        if squeezed and sent.startswith(b"PK"):
            return _zip_damage(rng, sent, pool)
    return bytes(scratch(rng, sent, pool))[:LARGEST]


def scratch(rng: random.Random, sent: bytes, pool: Sequence[bytes]) -> bytearray:
    """Return bytes with some of them replaced, repeated or taken away."""
    broken = bytearray(sent)
    for _ in range(1 + int(rng.expovariate(1))):
        at = rng.randrange(len(broken) + 1)
        size = rng.choice((1, 1, 1, 2, 4, 8))
        name = rng.choice(NAMES)
        other = rng.choice(pool)
        cut = rng.randrange(len(other) + 1)
        number = (rng.choice(NUMBERS) % 256**size).to_bytes(size, "little")
        bits = bytes([broken[at] ^ (1 << rng.randrange(8))]) if at < len(broken) else b""
        length, piece = rng.choice((
            (1, rng.randbytes(1)), (1, bits), (1, bits), (size, number), (size, number),
            (rng.choice((1, 4, 46, 512)), b""), (0, name * rng.choice((1, 1, 3, 99))), (len(name), name),
            (0, bytes(broken[at : at + rng.choice((4, 46, 512))]) * rng.randrange(1, 4)),
            (rng.randrange(200), other[cut : cut + rng.randrange(200)]), (len(broken), rng.choice((b"", other))),
        ))  # fmt: skip
        broken[at : at + length] = piece
    return broken


def _zip_damage(rng: random.Random, sent: bytes, pool: Sequence[bytes]) -> bytes:
    """Change fields of records, move records about, then make the end record right again, perhaps."""
    broken = bytearray(sent)
    for _ in range(1 + int(rng.expovariate(1))):
        starts = [found.start() for found in re.finditer(rb"PK(?:\3\4|\1\2|\5\6|\6\6|\6\7)", broken)]
        if not starts or rng.random() < 0.2:
            broken = scratch(rng, bytes(broken), pool)
            continue
        at = rng.choice(starts) + rng.randrange(4, 50)
        size = rng.choice((1, 2, 4, 4))
        if at + size > len(broken):
            continue
        old = int.from_bytes(broken[at : at + size], "little")
        new = rng.choice((rng.choice(NUMBERS), old + rng.choice((-1, 1, 30)), old ^ (1 << rng.randrange(16))))
        broken[at : at + size] = (new % 256**size).to_bytes(size, "little")
    end, first = broken.rfind(b"PK\5\6"), broken.find(b"PK\1\2")
    if rng.random() < 0.7 and 0 <= first < end <= len(broken) - 22:
        count = broken.count(b"PK\1\2", first, end)
        struct.pack_into("<2H2L", broken, end + 8, count, count, end - first, first)
    return bytes(broken)[: 4 * LARGEST]


def _tar_damage(rng: random.Random, sent: bytes, pool: Sequence[bytes]) -> bytes:
    """Change headers, move blocks about, then make headers' checksums right again, perhaps."""
    blocks = [bytearray(sent[at : at + 512]) for at in range(0, len(sent), 512)]
    for _ in range(1 + int(rng.expovariate(1))):
        at = rng.randrange(len(blocks))
        name = rng.choice(NAMES)
        where, piece = rng.choice((
            (156, rng.choice(TYPES)), (124, rng.choice(SIZES)), (rng.choice((0, 0, 1, 345)), name),
            (rng.randrange(512), rng.randbytes(1)), (0, b""),
        ))  # fmt: skip
        blocks[at][where : where + len(piece)] = piece
        if not piece:
            moved: tuple[list[bytearray], ...] = (
                [], [blocks[at]] * 2, [rng.choice(blocks)],
                [bytearray(scratch(rng, bytes(blocks[at]), pool)[:512].ljust(512, b"\0"))],
            )  # fmt: skip
            blocks[at : at + 1] = map(bytearray, rng.choice(moved))
            if not blocks:
                break
    for block in blocks:
        if block[257:262] == b"ustar" and len(block) == 512 and rng.random() < 0.97:
            block[148:156] = b" " * 8
            block[148:156] = b"%06o\0 " % sum(block)
    return b"".join(blocks)


def load_corpus() -> list[bytes]:
    """Return the kept inputs."""
    return [path.read_bytes() for path in sorted(CORPUS.glob("*.archive"))]


def fuzz(inputs: int, seed: int, *, keep: Path | None = None) -> Iterator[tuple[int, collections.Counter[str]]]:
    """Swallow damaged inputs; yield how many so far, and how each ended, every thousand.

    Args:
        inputs: how many.
        seed: of the damage.
        keep: a folder for inputs that ended in a new way.
    """
    rng = random.Random(seed)
    pool = seeds() + load_corpus()
    seen = collections.Counter(map(swallow, pool))
    for done in range(1, inputs + 1):
        sent = damage(rng, pool)
        if rng.random() < 0.2:
            sent = damage(rng, [sent])
        try:
            ending = _timed(sent)
        except BaseException:
            if keep is not None:
                (keep / f"unforeseen-{_name(sent)}").write_bytes(sent)
            raise
        if ending not in seen and len(sent) <= LARGEST_KEPT and ending != "slow":
            pool.append(sent)
            if keep is not None:
                (keep / _name(sent)).write_bytes(sent)
        seen[ending] += 1
        if done % 1_000 == 0 or done == inputs:
            yield done, seen


def _name(sent: bytes) -> str:
    return f"{hashlib.sha256(sent).hexdigest()[:12]}.archive"


def _timed(sent: bytes) -> str:
    """Swallow an input; one that takes too long ends as slow."""

    def late(_signal: int, _frame: FrameType | None) -> None:
        raise TooSlowError

    before = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, PATIENCE)
    try:
        return swallow(sent)
    except TooSlowError:
        return "slow"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def main(arguments: Sequence[str]) -> int:
    """Fuzz, with progress on stderr and the endings on stdout."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--archives", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=None, help="repeat a run; random without it")
    options = parser.parse_args(arguments)
    seed = random.SystemRandom().randrange(2**32) if options.seed is None else options.seed
    CORPUS.mkdir(exist_ok=True)
    warnings.simplefilter("ignore")
    policy = Policy(mode="process", read=(), write=(), keep=(), data_bytes=2**29, cpu_seconds=10**6, file_bytes=2**30)
    hold(policy)  # the process has this limit of memory as well
    began = time.monotonic()
    seen: collections.Counter[str] = collections.Counter()
    with contextlib.suppress(KeyboardInterrupt):
        for done, seen in fuzz(options.archives, seed, keep=CORPUS):
            rate = done / (time.monotonic() - began)
            print(f"\r{done} inputs, {rate:.0f} a second, {len(seen)} endings", end="", file=sys.stderr, flush=True)
    print(f"\nseed {seed}", file=sys.stderr)
    for ending, count in seen.most_common():
        print(f"{count:9d}  {ending}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
