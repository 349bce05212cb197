"""Where the CPU time of a grading goes, item by item, and what of it no grader could save.

The floor is the checks themselves, run in this process on the submission as an ordinary module, warm. The rest is read
from the kernel's accounts of each process, or measured alone, in the same run.

    python benchmarks/where.py [--gradings 60] [--exercise 5.1.2]
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from shutil import copyfile

import torch
from rich.console import Console
from rich.table import Table

from benchmarks.plain_student import PlainStudent, load
from benchmarks.processes import processes
from grader.api import Exercise, Grader, Report, collect, load_course
from grader.judge.plugin import JudgePlugin, run_pytest

ROOT = Path(__file__).parents[1]
WARM = 16
"""Gradings before anything counts: servers have changed over to huge pages by then."""


def main() -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gradings", type=int, default=60, help="how many gradings are measured")
    parser.add_argument("--exercise", default="5.1.2", help="id of the exercise")
    options = parser.parse_args()
    exercise = next(found for found in load_course(ROOT).exercises if found.spec.id == options.exercise)
    spent = _gradings(exercise, options.gradings)
    torch.set_num_threads(1)
    floor = _floor(exercise)
    _print(exercise, spent, floor, _pytest_alone(len(exercise.spec.check)), _import(exercise))
    return 0


def _gradings(exercise: Exercise, count: int) -> dict[str, float]:
    """Return CPU milliseconds of one grading by kind of process."""
    with Grader() as grader:
        for _ in range(WARM):
            _grade(grader, exercise)
        before, began = _used(), time.perf_counter()
        for _ in range(count):
            report = _grade(grader, exercise)
        taken, after = time.perf_counter() - began, _used()
    if report.score != report.max_score:
        raise SystemExit(f"the reference earned {report.score}: the figures would mean nothing")
    spent = {name: (after[name] - before[name]) / count for name in after}
    return spent | {"wall clock": 1000 * taken / count}


def _grade(grader: Grader, exercise: Exercise) -> Report:
    assert exercise.reference is not None  # noqa: S101 -- of the built-in course
    with tempfile.TemporaryDirectory() as private:
        return grader.grade(exercise, collect(exercise, exercise.reference, Path(private) / "copy"))


def _used() -> dict[str, float]:
    used: dict[str, float] = {}
    for process in processes():
        used[process.kind] = used.get(process.kind, 0.0) + process.own_ms
        used[f"{process.kind} children"] = used.get(f"{process.kind} children", 0.0) + process.children_ms
    return used


def _cpu_ms(work: Callable[[], object], rounds: int) -> float:
    """Return CPU milliseconds of one round in this process, after some that fill caches."""
    for _ in range(3):
        work()
    began = time.process_time()
    for _ in range(rounds):
        work()
    return 1000 * (time.process_time() - began) / rounds


def _floor(exercise: Exercise) -> float:
    assert exercise.reference is not None  # noqa: S101 -- of the built-in course
    if exercise.inside_file is not None:
        load("inside", exercise.inside_file)
    file = exercise.reference / exercise.spec.files[0]
    student = PlainStudent(load(file.stem, file), file)
    modules = [load(path.stem, path) for path in (exercise.checks_file, exercise.visible_file) if path is not None]
    checks = [check for module in modules for name, check in vars(module).items() if name.startswith("test_")]
    return _cpu_ms(lambda: [check(student) for check in checks], 20)


def _import(exercise: Exercise) -> float:
    assert exercise.reference is not None  # noqa: S101 -- of the built-in course
    file = exercise.reference / exercise.spec.files[0]
    return _cpu_ms(lambda: load(file.stem, file), 50)


def _pytest_alone(checks: int) -> float:
    """Return what pytest takes for so many checks that do nothing."""
    found: list[float] = []
    with tempfile.TemporaryDirectory() as private:
        file = Path(private) / "checks.py"
        file.write_text("".join(f"def test_{n}():\n    pass\n\n" for n in range(checks)), encoding="utf-8")
        copyfile(file, file.with_name("visible.py"))

        def serve() -> None:
            items = [item for cases in plugin.items.values() for item in cases]
            found.append(_cpu_ms(lambda: [plugin.attempt(item) for item in items], 20))

        plugin = JudgePlugin(serve)
        run_pytest([file], plugin)
    return found[0]


def _print(exercise: Exercise, spent: dict[str, float], floor: float, hooks: float, loading: float) -> None:
    """Print what was measured; the judge's remainder is the wire, and first touches of memory."""
    table = Table(title=f"{exercise.spec.id}, {len(exercise.spec.check)} checks, the reference: CPU of one grading")
    table.add_column("")
    table.add_column("ms", justify="right")
    whole = sum(value for name, value in spent.items() if name != "wall clock")
    judge, student = spent["judge"] + spent["judge children"], spent["zygote children"]
    for name, value in (
        ("the grader's own process: copy, brokerage, scoring, report", spent["grader"]),
        ("forking the student process", spent["zygote"]),
        ("the judge", judge),
        ("    of it pytest's phases, with empty checks", hooks),
        ("the student process", student),
        ("    of it the import of the submission", loading),
        ("together", whole),
        ("the floor: all checks in this process, warm", floor),
        ("wall clock, one grading at a time", spent["wall clock"]),
    ):
        table.add_row(name, f"{value:.1f}")
    console = Console()
    console.print(table)
    console.print(f"together {whole / floor:.1f} times the floor")


if __name__ == "__main__":
    sys.exit(main())
