# ruff: noqa: T201 -- a script: progress is what it prints
"""Plays a submission against a real session of the judge: whatever it does, and when, ends in a verdict on it alone.

For minutes, in development::

    python -m tests.fuzz.fuzz_session --steps 100000

Each example is one grading: checks begin, ask, start afresh, end; the submission answers late, early, twice, to another
question, in pieces, with descriptors, in the middle of everything, after its end, or not at all. A failure is printed as
the shortest example that hypothesis finds, to be kept as a test.
"""

import argparse
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
from tests.fuzz.player import PlayedLink, Player, sleeping_process
from tests.unit.wire.strategies import NODES

LIMITS: Final = Limits(seconds=0.25, memory=2**20, disk=2**20)

NUMBERS: Final = st.integers(0, 40)
TEXTS: Final = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
KINDS: Final = st.sampled_from(
    [
        ("AttributeError", "Exception"),
        ("MemoryError",),
        ("RuntimeError", "Exception"),
        (),
        ("\x1b[2J\u202e", "ValueError") * 60,
        ("CheckFailed", "AssertionError"),
    ]
)
MESSAGES: Final = TEXTS | st.sampled_from(["can't allocate memory", "x" * 100_000, "a, line 1: `b` must be a literal: "])
MOVES: Final = st.one_of(
    st.tuples(st.sampled_from(["answer", "none", "true", "twice", "other nonce", "urgent"]), st.none()),
    st.tuples(st.just("handle"), st.sampled_from([0, 1, 2, -1, 2**63 - 1])),
    st.tuples(st.just("old nonce"), NUMBERS),
    st.tuples(st.just("raise"), st.tuples(KINDS, MESSAGES)),
    st.tuples(st.sampled_from(["node", "wrong callback"]), NODES),
    st.tuples(st.just("deep"), st.sampled_from([1, 2, 100])),
    st.tuples(st.just("lie"), st.tuples(st.sampled_from([0, 3, 2**24, 2**32 - 1]), st.sampled_from([0, 9, 2**20, 2**63]))),
    st.tuples(st.just("garbage"), st.binary(max_size=40) | st.just(HEADER.pack(MAGIC, 0, 0))),
    st.tuples(st.just("pieces"), st.integers(1, 30)),
    st.tuples(st.just("partial"), NUMBERS),
    st.tuples(st.just("rights"), NUMBERS),
    st.tuples(st.just("shut"), st.integers(0, 2)),
    st.tuples(st.sampled_from(["callback", "loose callback"]), st.integers(0, 12) | st.just(2**62)),
    st.tuples(st.just("many callbacks"), st.sampled_from([2, 50])),
    st.tuples(st.just("output"), NUMBERS),
    st.tuples(st.just("output"), NUMBERS),
)
PLANS: Final = st.lists(st.lists(MOVES, max_size=3).map(tuple), max_size=4)


class Unprintable:
    """Text is what it has none of."""

    def __repr__(self) -> str:
        raise RuntimeError("no text")


class Play(RuleBasedStateMachine):
    """A grading that a hostile submission takes part in."""

    steps: ClassVar = 0
    faults: ClassVar = 0
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
        what=st.sampled_from(["get", "get", "put", "literal", "seed", "length", "take", "call", "item", "run", "again"]),
        plans=PLANS,
        which=NUMBERS,
    )
    def ask(self, what: str, plans: list[tuple[tuple[str, Any], ...]], which: int) -> None:
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
            if move[0] != "callback":
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
    def fresh(self, code: bool, keep: bool, plans: list[tuple[tuple[str, Any], ...]]) -> None:  # noqa: FBT001
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
            Play.faults += 1
            assert elsewhere or self._fault is None or fault is self._fault
            self._fault = self._fault if elsewhere else fault
        except StudentError:
            assert any(player.raised for player in self._link.all)
        except (MissingNameError, HandleMisuseError, *CALLBACK_ERRORS, *own):
            pass
        else:
            assert elsewhere or self._fault is None, "a process that broke the rules answered again"
            self._accept(value, outer=True)
        self._settle()

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
    lambda folder: Path(folder, "a").write_bytes(b"a"),
    lambda folder: os.mkfifo(f"{folder}/a"),
    lambda folder: os.symlink("/etc/passwd", f"{folder}/a"),
    lambda folder: os.mkdir(f"{folder}/a"),  # noqa: PTH102
    lambda folder: os.chmod(folder, 0o500),  # noqa: PTH101
    lambda folder: Path(os.fsdecode(folder.encode() + b"/\xff\xfe")).write_bytes(b""),
    _nest,
    _sparse,
    lambda folder: [os.mkfifo(f"{folder}/{number}") for number in range(20)],
    lambda folder: os.rmdir(folder),  # noqa: PTH106
)


def play(examples: int, steps: int, *, repeat: bool) -> tuple[int, int]:
    """Play gradings; return the steps taken and the faults that were found.

    Args:
        examples: how many.
        steps: how many steps each has at most.
        repeat: the same ones each time.
    """
    Play.steps = Play.faults = 0
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
    return Play.steps, Play.faults


def main(arguments: Sequence[str]) -> int:
    """Play, with progress on stderr."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=100_000)
    options = parser.parse_args(arguments)
    torch.set_num_threads(1)
    began, done, faults = time.monotonic(), 0, 0
    while done < options.steps:
        more = play(100, 50, repeat=False)
        done, faults = done + more[0], faults + more[1]
        rate = done / (time.monotonic() - began)
        print(f"\r{done} steps, {rate:.0f} a second, {faults} faults told", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
