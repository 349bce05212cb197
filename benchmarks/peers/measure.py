"""How long a peer takes, which counts only if it grades: what is right passes every check, what is wrong does not."""

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.peers.peer import Peer, Setting
from grader.api import Exercise


def prove(peer: type[Peer], exercise: Exercise, at_a_time: int, python: str) -> None:
    """Let a peer grade the reference and a wrong solution.

    Raises:
        SystemExit: it does not tell them apart, so that its figures would mean nothing, or does not run.
    """
    reference = exercise.folder.parents[1] / "reference_solutions" / exercise.spec.folder_name / exercise.spec.files[0]
    seconds(peer, exercise, [reference, exercise.folder / exercise.spec.wrong[0].file], at_a_time, python)


def seconds(peer: type[Peer], exercise: Exercise, sources: Sequence[Path], at_a_time: int, python: str) -> float:
    """Return the seconds in which a peer grades all sources.

    Raises:
        SystemExit: a right one lost a check, a wrong one none or one that it should pass, or the peer does not run.
    """
    with tempfile.TemporaryDirectory(prefix="peer-") as private:
        run = peer(Setting(exercise, python, Path(private), at_a_time), sources)
        run.prepare()
        began = time.perf_counter()
        run.grade()
        taken = time.perf_counter() - began
        for source, passed in zip(sources, run.passed(), strict=True):
            _judge(peer.name, exercise, source, passed)
    return taken


def _judge(name: str, exercise: Exercise, source: Path, passed: frozenset[str]) -> None:
    checks = {check.name for check in exercise.spec.check}
    lost = checks - passed
    may_lose = {
        check for wrong in exercise.spec.wrong if exercise.folder / wrong.file == source for check in wrong.loses
    }
    if not passed <= checks or not lost <= may_lose or (may_lose and not lost):
        says = f"{source.name} loses {sorted(lost)} and passes {sorted(passed)}, but may lose {sorted(may_lose)}"
        raise SystemExit(f"{name}: {says}; its figures would mean nothing")
