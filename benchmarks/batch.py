"""A class graded by `grade batch`, start-up included, against processes that import torch for each submission.

Right and wrong submissions in turn, confined, all in one run on one machine, so that the ratios hold where its speed
does not. Peers are measured where they are installed: `pip install gradescope-utils`.

    python benchmarks/batch.py [--submissions 1000] [--jobs 2] [--others 8] [--exercise 5.1.2]
"""

import argparse
import importlib.util
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from shutil import copyfile

from rich.console import Console
from rich.table import Table

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
    parser.add_argument("--right", action="store_true", help="right submissions only")
    options = parser.parse_args()
    exercise = next(found for found in load_course(ROOT).exercises if found.spec.id == options.exercise)
    sources = sources_of(exercise, only_right=options.right)
    rows: list[tuple[str, int, int, float]] = []
    sizes = sorted({max(1, options.submissions // part) for part in (4, 2, 1)})
    for jobs in sorted({1, options.jobs}):
        chosen = sizes if jobs == options.jobs else sizes[:1]
        rows += [("grade batch", jobs, size, _batch(exercise, sources, size, jobs)) for size in chosen]
    others: dict[str, Callable[[Path], list[str]]] = {"plain pytest": lambda file: _pytest(exercise, file)}
    if importlib.util.find_spec("gradescope_utils"):
        others["gradescope-utils"] = lambda file: _gradescope(exercise, file)
    for name, command in others.items():
        rows.append((name, CORES, options.others, _processes(command, sources, options.others, CORES)))
    _print(exercise, rows, "right" if options.right else "right and wrong in turn")
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


def _processes(command: Callable[[Path], list[str]], sources: Sequence[Path], count: int, jobs: int) -> float:
    def one(number: int) -> None:
        with tempfile.TemporaryDirectory() as private:
            file = Path(private) / "parallel_block.py"
            copyfile(sources[number % len(sources)], file)
            done = subprocess.run(command(file), cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode not in (0, 1):  # 1: a check failed
            raise SystemExit(f"{sources[number % len(sources)]}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")

    began = time.perf_counter()
    with ThreadPoolExecutor(jobs) as pool:
        list(pool.map(one, range(count)))
    return time.perf_counter() - began


def _checks(exercise: Exercise) -> list[str]:
    return [str(found) for found in (exercise.checks_file, exercise.visible_file) if found]


def _pytest(exercise: Exercise, file: Path) -> list[str]:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "benchmarks.plain_pytest", f"--submission={file}"]
    return [*command, "-c", os.devnull, f"--rootdir={exercise.folder}", *_checks(exercise)]


def _gradescope(exercise: Exercise, file: Path) -> list[str]:
    return [sys.executable, "-m", "benchmarks.peer_gradescope", f"--submission={file}", *_checks(exercise)]


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
