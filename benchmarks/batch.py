"""A class graded by `grade batch`, start-up included, against processes that import torch for each submission.

Right and wrong submissions in turn, confined, all in one run on one machine, so that the ratios hold where its speed
does not.

    python benchmarks/batch.py [--submissions 1000] [--jobs 2] [--others 8] [--exercise 5.1.2]

The others grade the same checks, hidden and visible, with as many processes at a time as there are cores: plain pytest
in this environment, peers where they are installed. They bring what may not go with this project's own dependencies, so
they may live in an environment of their own:

    python -m venv build/peers
    build/peers/bin/pip install -c constraints.txt torch==2.13.0 gradescope-utils check50 otter-grader nbgrader -e .
    python benchmarks/batch.py --peers-python build/peers/bin/python

Each runs as its own users run it for a class, where that can be done without Docker and the internet:
    gradescope-utils  a process a submission, which runs unittest
    check50           `check50 --dev` for each submission, which forks a process a check
    Otter             `otter.api.grade_submission` in a process a core; a kernel a submission
    nbgrader          `nbgrader autograde` of a whole class, a course a core; a kernel a submission
Whatever can be kept warm in these ways is: see benchmarks/peers/, one file each. What is not measured is what an
instructor does once, and the making of notebooks. A peer's figure counts only if it gave the reference all marks, took
some from each wrong submission, and none for a check that this passes.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from shutil import copyfile, which

from rich.console import Console
from rich.table import Table

from benchmarks.peers.measure import prove, seconds
from benchmarks.peers.peer import Peer
from benchmarks.peers.plain import PlainPytest
from benchmarks.peers.registry import PEERS, found
from grader.api import Exercise, load_course
from grader.cli.batch import usual_jobs

ROOT = Path(__file__).parents[1]
CORES = len(os.sched_getaffinity(0))
"""Processes of the others at a time: they wait for nothing but the processor."""
GRADE = str(Path(sys.executable).with_name("grade"))


def main() -> int:
    """Measure and print two tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--submissions", type=int, default=1000, help="size of the largest class")
    parser.add_argument("--jobs", type=int, default=usual_jobs(), help="gradings at a time; one by one as well")
    parser.add_argument("--others", type=int, default=8, help="how many submissions the others grade")
    parser.add_argument("--exercise", default="5.1.2", help="id of the exercise")
    parser.add_argument("--peers-python", default=sys.executable, help="interpreter of the peers' environment")
    parser.add_argument("--right", action="store_true", help="right submissions only")
    options = parser.parse_args()
    exercise = next(one for one in load_course(ROOT).exercises if one.spec.id == options.exercise)
    sources = sources_of(exercise, only_right=options.right)
    peers_python = str(Path(which(options.peers_python) or options.peers_python).absolute())
    others: dict[type[Peer], str] = {PlainPytest: sys.executable, **dict.fromkeys(found(peers_python), peers_python)}
    for peer, python in others.items():
        prove(peer, exercise, CORES, python)
    rows: list[tuple[str, int, int, float]] = []
    sizes = sorted({max(1, options.submissions // part) for part in (4, 2, 1)})
    for jobs in sorted({1, options.jobs}):
        chosen = sizes if jobs == options.jobs else sizes[:1]
        rows += [("grade batch", jobs, size, _batch(exercise, sources, size, jobs)) for size in chosen]
    for peer, python in others.items():
        few = [sources[number % len(sources)] for number in range(options.others)]
        rows.append((peer.name, CORES, len(few), seconds(peer, exercise, few, CORES, python)))
    _print(exercise, rows, "right" if options.right else "right and wrong in turn")
    if missing := [peer.name for peer in PEERS if peer not in others]:
        print(f"not found, so not measured: {', '.join(missing)}; --help tells how to install them")
    return 0


def sources_of(exercise: Exercise, *, only_right: bool) -> list[Path]:
    """Return right and wrong submissions in turn."""
    first = exercise.spec.files[0]
    right = [
        ROOT / "reference_solutions" / exercise.spec.folder_name / first,
        *sorted(exercise.folder.glob("right/*.py")),
    ]
    wrong = right if only_right else sorted(exercise.folder.glob("wrong/*.py"))
    count = max(len(right), len(wrong))
    return [cycle[number % len(cycle)] for number in range(count) for cycle in (right, wrong)]


def hand_in(exercise: Exercise, sources: Sequence[Path], size: int, handed_in: Path, out: Path) -> list[str]:
    """Write a class whose learners take turns with the sources; return the command that grades it."""
    for number in range(size):
        folder = handed_in / f"learner-{number:05}"
        folder.mkdir(parents=True)
        copyfile(sources[number % len(sources)], folder / exercise.spec.files[0])
    return [GRADE, "batch", str(handed_in), "--course", str(ROOT), "-e", exercise.spec.id, "--output", str(out)]


def _batch(exercise: Exercise, sources: Sequence[Path], size: int, jobs: int) -> float:
    with tempfile.TemporaryDirectory() as private:
        out = Path(private) / "out"
        command = hand_in(exercise, sources, size, Path(private) / "class", out)
        began = time.perf_counter()
        subprocess.run([*command, "--jobs", str(jobs)], check=True, capture_output=True)
        taken = time.perf_counter() - began
        left = sum(1 for _ in (out / "reports").rglob("*.json"))
    if left != size:
        raise SystemExit(f"{left} reports of {size}: the figures would mean nothing")
    return taken


def _print(exercise: Exercise, rows: list[tuple[str, int, int, float]], what: str) -> None:
    table = Table(title=f"{exercise.spec.id}, {len(exercise.spec.check)} checks, {what}, {os.cpu_count()} cores")
    for heading in ("", "at a time", "submissions", "seconds", "a second", "ms each"):
        table.add_column(heading, justify="left" if not heading else "right")
    for name, jobs, size, taken in rows:
        table.add_row(name, str(jobs), str(size), f"{taken:.1f}", f"{size / taken:.1f}", f"{1000 * taken / size:.0f}")
    console = Console()
    console.print(table)
    ours = [row for row in rows if row[0] == "grade batch"]
    best = max(size / taken for _, _, size, taken in ours)
    for name, _jobs, size, taken in rows:
        if name != "grade batch":
            console.print(f"grade batch grades {best / (size / taken):.0f} times as many a second as {name}")
    most, least = ours[-1], ours[-min(3, len(ours))]
    if most[2] > least[2]:
        console.print(f"each further submission: {1000 * (most[3] - least[3]) / (most[2] - least[2]):.0f} ms")


if __name__ == "__main__":
    sys.exit(main())
