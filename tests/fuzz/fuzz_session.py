# ruff: noqa: T201 -- a script: progress is what it prints
"""Plays a submission against a real session of the judge: whatever it does, and when, ends in a verdict on it alone.

For minutes, in development::

    python -m tests.fuzz.fuzz_session --steps 100000

Each example is one grading: checks begin, ask, start afresh, end; the submission answers late, early, twice, to
another question, in pieces, with descriptors, in the middle of everything, after its end, or not at all. A failure is
printed as the shortest example that hypothesis finds, to be kept as a test.
"""

import argparse
import collections
import contextlib
import gc
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ClassVar, Final

import pytest
import torch
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from grader.model.exercise import Limits
from grader.sandbox.faults import ExerciseFault, GraderFault, StudentError, StudentFault
from grader.sandbox.handle import Handle, HandleMisuseError
from grader.sandbox.process import OUTPUT_BYTES
from grader.sandbox.session import Session
from grader.sandbox.student import MissingNameError, Student
from grader.wire.frames import HEADER, MAGIC
from grader.wire.values import (
    BytesNode,
    ComplexNode,
    MappingNode,
    NameNode,
    Node,
    RefNode,
    SequenceNode,
    TensorNode,
)
from tests.fuzz.player import PlayedLink, Player, sleeping_process

LIMITS: Final = Limits(seconds=0.1, memory=2**20, disk=2**20)

NUMBERS: Final = st.integers(0, 40)
KINDS: Final = (
    ("AttributeError", "Exception"),
    ("MemoryError",),
    ("RuntimeError", "Exception"),
    (),
    ("\x1b[2J\u202e", "ValueError") * 60,
    ("CheckFailed", "AssertionError"),
)
TEXTS: Final = (
    "",
    "no",
    "can't allocate memory",
    "x" * 20_000,
    "a, line 1: `b` must be a literal: ",
    "\u202e\x1b]0;t\x07",
)
NODES: Final[tuple[Node, ...]] = (
    *(None, True, 0, -(2**63), 2**64 - 1, float("nan"), "", "text"),
    *(BytesNode(b""), ComplexNode(float("inf"), 0.0), TensorNode(0), TensorNode(-1), RefNode(-1, "\x00")),
    *(NameNode("int", "-0x" + "f" * 4_000), NameNode("int", "z"), NameNode("device", "cuda:9"), NameNode("?", "")),
    *(SequenceNode(kind, [1, 1, "a"]) for kind in "ltsfz?"),
    *(SequenceNode("s", [item]) for item in (RefNode(1, "N"), SequenceNode("l", []), NameNode("int", "-ff"))),
    MappingNode(False, [1], []),
    MappingNode(True, ["a", 1, 1.0, True], [0, 1, 2, RefNode(3, "Net")]),
    MappingNode(False, [RefNode(1, "N")], [None]),
    SequenceNode("t", [SequenceNode("t", [1, RefNode(2, "N")]), MappingNode(False, ["x"], [2])]),
    SequenceNode("t", [SequenceNode("t", []), MappingNode(False, [5], [2])]),
    SequenceNode("l", [0] * 20_000),
)
POOL: Final[list[tuple[str, Any]]] = [
    *((name, None) for name in ("answer", "none", "true", "twice", "other nonce", "urgent")),
    *(("handle", number) for number in (0, 1, -1, 2**63 - 1)),
    *(("old nonce", number) for number in (0, 1, 7)),
    *(("raise", (kind, text)) for kind in KINDS for text in TEXTS[:2]),
    *(("raise", (("RuntimeError", "Exception"), text)) for text in TEXTS),
    *((name, node) for name in ("node", "wrong callback") for node in NODES),
    *(("deep", times) for times in (1, 2, 100)),
    *(("lie", (head, body)) for head in (0, 3, 2**24, 2**32 - 1) for body in (0, 9, 2**20, 2**63)),
    *(("garbage", octets) for octets in (b"", b"\x00", HEADER.pack(MAGIC, 0, 0), b"GRD1" * 10)),
    *(("pieces", length) for length in (1, 2, 7, 30)),
    *(("partial", length) for length in (1, 15, 17)),
    *(("rights", length) for length in (1, 16, 20)),
    *(("shut", how) for how in range(3)),
    *((name, number) for name in ("callback", "callback", "loose callback") for number in (*range(1, 8), 2**62)),
    *(("many callbacks", times) for times in (2, 50)),
    *(("output", number) for number in range(25)),
    ("silence", None),
]


def _move(index: int) -> tuple[str, Any]:
    return POOL[index]


MOVES: Final = st.integers(0, len(POOL) - 1).map(_move)
PLANS: Final = st.lists(st.lists(MOVES, max_size=3).map(tuple), max_size=4)


class Unprintable:
    """Text is what it has none of."""

    def __repr__(self) -> str:
        raise RuntimeError("no text")


class Play(RuleBasedStateMachine):
    """A grading that a hostile submission takes part in."""

    steps: ClassVar = 0
    endings: ClassVar[collections.Counter[str]] = collections.Counter()
    sleeper: ClassVar = 0

    def __init__(self) -> None:
        super().__init__()
        self._descriptors = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
        self._folder = tempfile.mkdtemp()
        self._rng = random.Random(0)  # noqa: S311
        self._link = PlayedLink(self._folder, Play.sleeper, self._rng)
        self._open()

    def _open(self) -> None:
        self._session = Session(self._link, LIMITS, "work.py", 1)
        self._student = Student(self._session)
        self._session.begin(0)
        self._handles: list[Handle] = []
        self._fault: StudentFault | None = None
        self._cannot_load = False

    @rule(
        what=st.sampled_from(["get", "put", "literal", "seed", "length", "take", "call", "item", "run", "again"]),
        plans=PLANS,
        which=NUMBERS,
    )
    def ask(self, what: str, plans: list[tuple[tuple[str, Any], ...]], which: int) -> None:  # noqa: C901 -- a table
        """Ask, while the submission makes its moves."""
        self._link.plans.extend(plans)
        student = self._student
        handle = self._handles[which % len(self._handles)] if self._handles else None
        match what:
            case "get":
                self._attempt(lambda: student.get("x"))
            case "put":
                self._attempt(lambda: student.put([torch.ones(2), {"a": 1}]))
            case "literal":
                self._attempt(lambda: student.literal("x"), elsewhere=True)
            case "seed":
                self._attempt(lambda: student.seed(3), own=())
            case "run":
                self._attempt(lambda: student.run(len), own=(TypeError,))
            case "again":
                self._attempt_again()
        if handle is None:
            return
        match what:
            case "length":
                self._attempt(lambda: student.length(handle))
            case "take":
                self._attempt(lambda: list(handle), own=(TypeError,))
            case "item":
                self._attempt(lambda: handle[which, handle])
            case "call":
                self._attempt(lambda: handle(handle, torch.zeros(3), x=self._callback(which)))

    @rule(which=NUMBERS)
    def give_a_callback(self, which: int) -> None:
        """Register a callback, whatever the submission will do with its number."""
        self._callback(which)

    @rule(move=MOVES)
    def move_unasked(self, move: tuple[str, Any]) -> None:
        """Let the submission do something between two questions."""
        for player in self._players():
            if move[0] not in ("callback", "silence"):
                player.answered.add(player.nonce)  # nothing that comes now answers anything
                player.move(*move)
                break

    @rule(seed=NUMBERS, plans=PLANS)
    def begin(self, seed: int, plans: list[tuple[tuple[str, Any], ...]]) -> None:
        """The next check begins; the submission moves while it is asked whether it is as before."""
        self._step()
        self._link.plans.extend(plans)
        self._session.begin(seed)
        self._settle()
        process = self._session._process
        if process is not None:
            assert process.is_usable
            assert not os.listdir(process.work)  # noqa: PTH208
        assert self._student.printed == "" or process is not None
        self._handles.clear()
        self._fault = None
        if self._session.cannot_load:
            self._session.close()
            self._open()

    @rule(code=st.booleans(), keep=st.booleans(), plans=PLANS)
    def fresh(self, code: bool, keep: bool, plans: list[tuple[tuple[str, Any], ...]]) -> None:
        """The check starts afresh: nothing of the old process is left."""
        self._step()
        self._link.plans.extend(plans)
        self._student.fresh(code=code, keep=("a",) if keep else ())
        self._fault = None
        self._settle()

    @rule()
    def renew(self) -> None:
        """What a verdict that is found out alone does."""
        self._step()
        self._session.renew()
        self._session.begin(1)
        self._handles.clear()
        self._fault = None
        assert not self._link.players
        if self._session.cannot_load:
            self._open()

    @rule()
    def look(self) -> None:
        """What was printed, and what lies in the work folder, can always be asked."""
        self._step()
        assert len(self._student.printed) <= 10 * OUTPUT_BYTES
        with contextlib.suppress(MissingNameError):
            assert all(type(content) is bytes for content in self._student.files.values())
        assert self._session.observed >= 0

    @rule(how=st.integers(0, 9))
    def litter(self, how: int) -> None:
        """The submission leaves something in its work folder."""
        process = self._session._process
        if process is not None:
            with contextlib.suppress(OSError):
                LITTER[how % len(LITTER)](process.work)

    def teardown(self) -> None:
        """The grading ends: no process, no descriptor is left."""
        try:
            self._session.close()
            assert not self._link.players
            for player in self._link.all:
                assert not player.thread.is_alive()
            del self._session, self._student
            self._handles.clear()
            gc.collect()
            assert len(os.listdir("/proc/self/fd")) == self._descriptors, os.listdir("/proc/self/fd")  # noqa: PTH208
        finally:
            self._link.close()
            shutil.rmtree(self._folder, ignore_errors=True)

    def _step(self) -> None:
        Play.steps += 1

    def _players(self) -> list[Player]:
        return list(self._link.players.values())

    def _settle(self) -> None:
        self._link.plans.clear()
        for player in self._players():
            player.settle()

    def _attempt(
        self, act: Callable[[], Any], *, own: tuple[type[BaseException], ...] = (), elsewhere: bool = False
    ) -> None:
        """Do what a check does; only what is documented may come of it."""
        self._step()
        try:
            value = act()
        except (GraderFault, ExerciseFault):
            raise  # nothing that a submission does withholds a score
        except StudentFault as fault:
            ending = f"{fault.status}: {fault.incident.partition(':')[0] or (fault.said and fault.said.id)}"
            if not elsewhere:
                self._note(fault)
        except StudentError:
            ending = "exception of the submission"
            assert any(player.raised for player in self._link.all)
        except (MissingNameError, HandleMisuseError, *CALLBACK_ERRORS, *own) as error:  # type: ignore[misc]
            ending = f"of the check: {type(error).__name__}"
        else:
            assert elsewhere or self._fault is None, "a process that broke the rules answered again"
            ending = f"an answer: {type(value).__name__}"
            self._accept(value, outer=True)
        Play.endings[ending] += 1
        self._settle()

    def _note(self, fault: StudentFault) -> None:
        assert self._fault in (None, fault), "another fault of a process that had ended"
        self._fault = fault

    def _attempt_again(self) -> None:
        """After a fault, nothing but this fault comes."""
        if self._fault is None:
            return
        self._step()
        with pytest.raises(StudentFault) as again:
            self._student.get("x")
        assert again.value is self._fault

    def _accept(self, value: Any, *, outer: bool) -> None:
        if isinstance(value, Handle):
            self._handles.append(value)
        assert value not in ("an old answer", "half an answer") if isinstance(value, str) else True
        for player in self._link.all:
            if isinstance(value, str) and value in player.given:
                current = player.outer if outer else player.nonce
                assert player.given[value] == current, "an answer that was not one to this question"

    def _callback(self, which: int) -> Any:
        def asks() -> Any:
            value = self._student.get("y")
            self._accept(value, outer=False)
            return 1

        def fails(error: BaseException) -> Callable[[], Any]:
            def fail() -> Any:
                raise error

            return fail

        def restarts() -> int:
            self._student.fresh()
            self._fault = None
            return 1

        functions: list[Callable[..., Any]] = [
            lambda *_args, **_named: [torch.ones(2)],
            fails(ValueError("no")),
            fails(AssertionError("of the check")),
            asks,
            asks,
            fails(KeyError(10**5_000)),
            fails(LookupError(Unprintable())),
            fails(ValueError("\ud800")),
            restarts,
            lambda: lambda: 1,
            fails(pytest.skip.Exception("of the check")),
            lambda: "x" * 2**20,
        ]
        return self._student.callback(functions[which % len(functions)])


CALLBACK_ERRORS: Final = (AssertionError, pytest.skip.Exception)


def _nest(folder: str) -> None:
    for _ in range(80):
        folder = os.path.join(folder, "d")  # noqa: PTH118
        os.mkdir(folder)  # noqa: PTH102


def _sparse(folder: str) -> None:
    with open(f"{folder}/sparse", "wb") as file:  # noqa: PTH123
        file.truncate(2**36)


LITTER: Final[tuple[Callable[[str], object], ...]] = (
    lambda folder: os.close(
        os.open(f"{folder}/a", os.O_WRONLY | os.O_CREAT | os.O_NONBLOCK)
    ),  # it may be a pipe by now
    lambda folder: os.mkfifo(f"{folder}/a"),
    lambda folder: Path(folder, "a").symlink_to("/etc/passwd"),
    lambda folder: os.mkdir(f"{folder}/a"),  # noqa: PTH102
    lambda folder: os.chmod(folder, 0o500),  # noqa: PTH101
    lambda folder: Path(os.fsdecode(folder.encode() + b"/\xff\xfe")).write_bytes(b""),
    _nest,
    _sparse,
    lambda folder: [os.mkfifo(f"{folder}/{number}") for number in range(20)],  # type: ignore[func-returns-value]
    os.rmdir,
)


def play(examples: int, steps: int, *, repeat: bool) -> tuple[int, collections.Counter[str]]:
    """Play gradings; return the steps taken, and how what was asked ended.

    Args:
        examples: how many.
        steps: how many steps each has at most.
        repeat: the same ones each time.
    """
    Play.steps = 0
    Play.endings.clear()
    gc.collect()
    gc.freeze()  # each example looks for what it left, not through all of torch
    with sleeping_process() as Play.sleeper:
        run_state_machine_as_test(
            Play,
            settings=settings(
                max_examples=examples,
                stateful_step_count=steps,
                derandomize=repeat,
                deadline=None,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
    return Play.steps, Play.endings.copy()


def main(arguments: Sequence[str]) -> int:
    """Play, with progress on stderr and the endings on stdout."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=100_000)
    options = parser.parse_args(arguments)
    torch.set_num_threads(1)
    began, done = time.monotonic(), 0
    endings: collections.Counter[str] = collections.Counter()
    while done < options.steps:
        more = play(100, 50, repeat=False)
        done += more[0]
        endings += more[1]
        rate = done / (time.monotonic() - began)
        print(f"\r{done} steps, {rate:.0f} a second, {len(endings)} endings", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    for ending, count in endings.most_common():
        print(f"{count:9d}  {ending}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
