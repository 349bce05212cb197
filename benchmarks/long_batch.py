"""A long run of `grade batch`: whether its rate and its memory stay what they were.

    python benchmarks/long_batch.py [--submissions 10000] [--exercise 5.1.2]

Right and wrong submissions in turn. Memory is the sum of proportional set sizes of the batch and of all its processes.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.batch import ROOT, hand_in, sources_of
from benchmarks.processes import memory_mib, processes
from grader.api import load_course

STEPS = 10
PAUSE = 1.0
"""Seconds between two looks: each takes some of the time that is measured."""


def main() -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--submissions", type=int, default=10_000, help="size of the class")
    parser.add_argument("--exercise", default="5.1.2", help="id of the exercise")
    options = parser.parse_args()
    exercise = next(found for found in load_course(ROOT).exercises if found.spec.id == options.exercise)
    sources = sources_of(exercise, only_right=False)
    table = Table(title=f"{exercise.spec.id}: a batch of {options.submissions}")
    for heading in ("reports", "seconds", "a second since the last row", "the batch, MiB", "with all processes, MiB"):
        table.add_column(heading, justify="right")
    with tempfile.TemporaryDirectory() as private:
        out = Path(private) / "out"
        command = hand_in(exercise, sources, options.submissions, Path(private) / "class", out)
        began = time.perf_counter()
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as batch:
            before, at = 0, began
            for step in range(1, STEPS + 1):
                count = _wait(batch, out / "reports", options.submissions * step // STEPS - 1)
                now = time.perf_counter()
                own, whole = _memory(batch.pid)
                rate = (count - before) / (now - at)
                table.add_row(str(count), f"{now - began:.0f}", f"{rate:.1f}", f"{own:.0f}", f"{whole:.0f}")
                before, at = count, now
        if batch.returncode != 0:
            raise SystemExit("the batch failed: the figures would mean nothing")
    Console().print(table)
    return 0


def _wait(batch: subprocess.Popen[bytes], reports: Path, count: int) -> int:
    """Wait until there are so many reports, short of the last; return how many there are."""
    while True:
        found = sum(1 for _ in reports.iterdir()) if reports.is_dir() else 0
        if found >= count or batch.poll() is not None:
            return found
        time.sleep(PAUSE)


def _memory(batch: int) -> tuple[float, float]:
    """Return MiB of the batch itself, and of all its processes."""
    own = whole = 0.0
    for process in processes():
        try:
            size = memory_mib(process.pid)[0]
        except OSError:  # it has ended
            continue
        own += size if process.pid == batch else 0.0
        whole += size
    return own, whole


if __name__ == "__main__":
    sys.exit(main())
