"""Gradings a second: this grader, warm, against plain pytest doing the same checks in-process.

Both grade the same submissions of one exercise, in turn, in one run on one
machine, so that the ratio holds where the machine's speed does not.

    python benchmarks/throughput.py [--exercise 5.1.2] [--gradings 60] [--plain 5] [--isolation auto]
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.table import Table

from grader.api import Exercise, Grader, collect, load_course

ROOT = Path(__file__).parents[1]


def main() -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--exercise", default="5.1.2", help="id of the exercise")
    parser.add_argument("--gradings", type=int, default=60, help="how many gradings by this grader")
    parser.add_argument("--plain", type=int, default=5, help="how many gradings by plain pytest")
    parser.add_argument("--isolation", default="auto", choices=["auto", "confined", "process"])
    options = parser.parse_args()
    exercise = next(found for found in load_course(ROOT).exercises if found.spec.id == options.exercise)
    sources = [
        ROOT / "reference_solutions" / exercise.spec.folder_name / exercise.spec.files[0],
        *sorted(exercise.folder.glob("right/*.py")),
    ]
    with Grader(isolation=options.isolation) as grader:
        began = time.perf_counter()
        isolation = _grade(grader, exercise, sources[0])
        cold = time.perf_counter() - began
        warm: list[float] = []
        plain: list[float] = []
        # In turn, so that a slow minute of the machine slows both.
        for number in range(options.plain):
            plain.append(_timed(partial(_pytest, exercise, sources[number % len(sources)])))
            turns = range(options.gradings // options.plain)
            warm += [_timed(partial(_grade, grader, exercise, sources[turn % len(sources)])) for turn in turns]
    _print(exercise, isolation, cold, warm, plain)
    return 0


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _grade(grader: Grader, exercise: Exercise, source: Path) -> str:
    with tempfile.TemporaryDirectory() as private:
        handed_in = Path(private) / "handed-in"
        handed_in.mkdir()
        (handed_in / exercise.spec.files[0]).write_bytes(source.read_bytes())
        report = grader.grade(exercise, collect(exercise, handed_in, Path(private) / "copy"))
    if report.score != report.max_score:
        raise SystemExit(f"{source} earned {report.score} of {report.max_score}: the figures would mean nothing")
    return report.environment.isolation


def _pytest(exercise: Exercise, source: Path) -> None:
    with tempfile.TemporaryDirectory() as private:
        file = Path(private) / exercise.spec.files[0]
        file.write_bytes(source.read_bytes())
        checks = [str(found) for found in (exercise.checks_file, exercise.visible_file) if found]
        command = [sys.executable, "-m", "pytest", "-q", "-p", "benchmarks.plain_pytest", f"--submission={file}"]
        command += ["-c", os.devnull, f"--rootdir={exercise.folder}", *checks]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"plain pytest failed on {source}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


def _print(exercise: Exercise, isolation: str, cold: float, warm: list[float], plain: list[float]) -> None:
    table = Table(
        title=f"{exercise.spec.id}, {len(exercise.spec.check)} checks, isolation {isolation}, {os.cpu_count()} cores"
    )
    for heading in ("", "gradings", "median", "min", "max", "a second"):
        table.add_column(heading, justify="left" if not heading else "right")
    for name, times in (("grader, warm", warm), ("plain pytest", plain)):
        median = statistics.median(times)
        row = [f"{1000 * figure:.0f} ms" for figure in (median, min(times), max(times))]
        table.add_row(name, str(len(times)), *row, f"{1 / median:.1f}")
    console = Console()
    console.print(table)
    console.print(f"first grading, processes started: {cold:.2f} s")
    console.print(f"ratio of the medians: {statistics.median(plain) / statistics.median(warm):.1f}")


if __name__ == "__main__":
    sys.exit(main())
