"""The whole course: for one learner in warm processes, and for a class through `grade batch`.

    python benchmarks/course.py [--rounds 5] [--learners 50] [--jobs 2]

A class of a thousand is reckoned from the class that was measured, less what start-up takes.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from shutil import copytree

from rich.console import Console
from rich.table import Table

from grader.api import Exercise, Grader, collect, load_course

ROOT = Path(__file__).parents[1]
GRADE = str(Path(sys.executable).with_name("grade"))
MANY = 1000


def main() -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, help="how often the whole course is graded warm")
    parser.add_argument("--learners", type=int, default=50, help="size of the class; 0 leaves it out")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="gradings at a time")
    options = parser.parse_args()
    exercises = load_course(ROOT).exercises
    warm = _warm(exercises, options.rounds, options.jobs)
    table = Table(title=f"{len(exercises)} exercises, {options.jobs} at a time, {os.cpu_count()} cores")
    for heading in ("", "seconds", "gradings a second"):
        table.add_column(heading, justify="left" if not heading else "right")
    median = statistics.median(warm)
    table.add_row(f"one learner, warm, median of {len(warm)}", f"{median:.2f}", f"{len(exercises) / median:.1f}")
    if options.learners:
        few, all_ = _batch(max(1, options.learners // 5), options.jobs), _batch(options.learners, options.jobs)
        each = (all_ - few) / (options.learners - max(1, options.learners // 5))
        rate = f"{len(exercises) / each:.1f}"
        table.add_row(f"{options.learners} learners by grade batch, from cold", f"{all_:.1f}", "")
        table.add_row("each further learner", f"{each:.2f}", rate)
        table.add_row(f"{MANY} learners, reckoned", f"{all_ + (MANY - options.learners) * each:.0f}", rate)
    Console().print(table)
    return 0


def _warm(exercises: Sequence[Exercise], rounds: int, jobs: int) -> list[float]:
    taken = []
    with Grader() as grader, ThreadPoolExecutor(jobs) as pool:
        for number in range(rounds + 1):
            began = time.perf_counter()
            list(pool.map(partial(_grade, grader), exercises))
            if number:  # the first collects the checks of every exercise
                taken.append(time.perf_counter() - began)
    return taken


def _grade(grader: Grader, exercise: Exercise) -> None:
    assert exercise.reference is not None  # noqa: S101 -- of the built-in course
    with tempfile.TemporaryDirectory() as private:
        report = grader.grade(exercise, collect(exercise, exercise.reference, Path(private) / "copy"))
    if report.score is None or report.score + report.pending != report.max_score:
        raise SystemExit(f"the reference of {exercise.spec.id} earned {report.score}: the figures would mean nothing")


def _batch(learners: int, jobs: int) -> float:
    with tempfile.TemporaryDirectory() as private:
        handed_in, out = Path(private) / "class", Path(private) / "out"
        for number in range(learners):
            solutions = ROOT / "reference_solutions"
            for folder in (path for path in solutions.iterdir() if path.is_dir() and not path.name.startswith(".")):
                copytree(folder, handed_in / f"learner-{number:04}" / folder.name)
        command = [GRADE, "batch", str(handed_in), "--course", str(ROOT), "--jobs", str(jobs), "--output", str(out)]
        began = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
