"""Right answers on a machine that is far too busy: no check may be lost, whatever the machine does.

    python benchmarks/stress.py [--load 16] [--stop 20] [--jobs 2] [--rounds 1]

Grades the reference of every exercise of the course and all its right variants while processes that only compute take
the cores, and while a zygote, picked at random, is stopped for some seconds again and again. Ends with 1 where a right
answer lost a check.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from shutil import copyfile

from rich.console import Console

from grader.api import Exercise, Grader, collect, load_course

ROOT = Path(__file__).parents[1]
BURN = "while True: pass"


def main() -> int:
    """Grade under load, print what became of every check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--load", type=int, default=16, help="processes that compute all the time")
    parser.add_argument("--stop", type=float, default=20, help="seconds for which a zygote is stopped; 0 for never")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="gradings at a time")
    parser.add_argument("--rounds", type=int, default=1, help="how often every answer is graded")
    options = parser.parse_args()
    answers = [
        (exercise, answer)
        for exercise in load_course(ROOT).exercises
        for answer in (exercise.reference, *sorted(exercise.folder.glob("right/*.py")))
        if answer is not None
    ]
    burning = [subprocess.Popen([sys.executable, "-c", BURN]) for _ in range(options.load)]
    over = threading.Event()
    began = time.perf_counter()
    try:
        with Grader() as grader, ThreadPoolExecutor(options.jobs) as pool:
            stops: list[int] = []
            saboteur = threading.Thread(target=_stop_zygotes, args=(grader, options.stop, over, stops))
            saboteur.start()
            graded = list(pool.map(lambda each: _grade(grader, *each), answers * options.rounds))
            over.set()
            saboteur.join()
    finally:
        over.set()
        for process in burning:
            process.kill()
            process.wait()
    lost = [line for _statuses, lines in graded for line in lines]
    statuses = sum((statuses for statuses, _lines in graded), Counter[str]())
    console = Console()
    console.print(
        f"{len(graded)} right answers of {len({id(exercise) for exercise, _ in answers})} exercises in "
        f"{time.perf_counter() - began:.0f} s, {options.jobs} at a time on {os.cpu_count()} cores, "
        f"load {options.load}, {len(stops)} zygotes stopped for {options.stop:g} s each"
    )
    console.print(f"checks: {', '.join(f'{count} {status}' for status, count in sorted(statuses.items()))}")
    for line in lost:
        console.print(line, markup=False)
    return 1 if lost else 0


def _stop_zygotes(grader: Grader, seconds: float, over: threading.Event, stops: list[int]) -> None:
    chance = random.Random()  # noqa: S311 -- when to stop which is no secret
    while seconds and not over.wait(chance.uniform(1, seconds)):
        clients = list(grader._zygotes._clients.values())  # noqa: SLF001 -- there is no other way to disturb them
        if not clients:
            continue
        pid = chance.choice(clients).pid
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGSTOP)
            stops.append(pid)
            over.wait(seconds)
            os.kill(pid, signal.SIGCONT)


def _grade(grader: Grader, exercise: Exercise, answer: Path) -> tuple[Counter[str], list[str]]:
    with tempfile.TemporaryDirectory() as private:
        handed_in = Path(private) / "handed-in"
        if answer.is_dir():
            handed_in = answer
        else:
            handed_in.mkdir()
            copyfile(answer, handed_in / exercise.spec.files[0])
        report = grader.grade(exercise, collect(exercise, handed_in, Path(private) / "copy"))
    lost = [
        f"{exercise.spec.id} {answer.name}: {check.name}: {check.status}: {check.message}"
        for check in report.checks
        if check.status not in ("passed", "skipped")
    ]
    return Counter(check.status for check in report.checks), lost


if __name__ == "__main__":
    raise SystemExit(main())
