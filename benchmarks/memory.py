"""What a warm grader holds in memory, and whether it grows from grading to grading.

    python benchmarks/memory.py [--gradings 600] [--exercise 5.1.2]

The figure of a process is its proportional set size: pages that several share are counted in parts. A student process
is looked at while it works.
"""

import argparse
import os
import sys
import tempfile
import threading
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.processes import memory_mib, processes
from grader.api import Exercise, Grader, collect, load_course

ROOT = Path(__file__).parents[1]
STEPS = 6


def main() -> int:
    """Measure and print two tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gradings", type=int, default=600, help="how many gradings")
    parser.add_argument("--exercise", default="5.1.2", help="id of the exercise")
    options = parser.parse_args()
    exercise = next(found for found in load_course(ROOT).exercises if found.spec.id == options.exercise)
    table = Table(title=f"{exercise.spec.id}: memory in MiB, one grading after another")
    for heading in ("gradings", "the grader", "judges", "zygote", "judges and zygote", "a student process, its own"):
        table.add_column(heading, justify="right")
    with Grader() as grader:
        done = 0
        for step in range(STEPS + 1):
            until = 1 if step == 0 else options.gradings * step // STEPS
            own = 0.0
            while done < until:
                own = max(own, _grade(grader, exercise))
                done += 1
            sizes = {"grader": 0.0, "judge": 0.0, "zygote": 0.0}
            for process in processes():
                sizes[process.kind] += memory_mib(process.pid)[0]
            both = sizes["judge"] + sizes["zygote"]
            figures = (sizes["grader"], sizes["judge"], sizes["zygote"], both, own)
            table.add_row(str(done), *(f"{figure:.0f}" for figure in figures))
    Console().print(table)
    return 0


def _grade(grader: Grader, exercise: Exercise) -> float:
    """Grade the reference; return the most that a student process was seen to hold for itself, in MiB."""
    assert exercise.reference is not None  # noqa: S101 -- of the built-in course
    most, over = 0.0, threading.Event()

    def look() -> None:
        nonlocal most
        while not over.is_set():
            known = [process.pid for process in processes() if process.kind == "zygote"]
            for pid in sorted(known)[1:]:  # the first is the zygote itself
                try:
                    most = max(most, memory_mib(pid)[1])
                except OSError:
                    continue
            time.sleep(0.005)

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        with tempfile.TemporaryDirectory() as private:
            report = grader.grade(exercise, collect(exercise, exercise.reference, Path(private) / "copy"))
    finally:
        over.set()
        watcher.join()
    if report.score != report.max_score:
        raise SystemExit(f"the reference earned {report.score}, process {os.getpid()}: the figures would mean nothing")
    return most


if __name__ == "__main__":
    sys.exit(main())
