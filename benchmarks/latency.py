"""How long a person waits: light commands, a grading from cold, one after a save, and `import torch` for comparison.

All in turn in one run, so that the ratios hold where the machine's speed does not.

    python benchmarks/latency.py [--rounds 5]
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).parents[1]
GRADE = str(Path(sys.executable).with_name("grade"))
BASELINE = "python -c 'import torch'"
SOLUTION = ROOT / "reference_solutions" / "5.1.2-parallel-block" / "parallel_block.py"


def main() -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, help="how often each command is run")
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as private:
        work = Path(private) / "work"
        work.mkdir()
        (work / "parallel_block.py").write_bytes(SOLUTION.read_bytes())
        commands = {
            BASELINE: [sys.executable, "-c", "import torch"],
            "grade --help": [GRADE, "--help"],
            "grade list": [GRADE, "list", "--course", str(ROOT)],
            "grade submit, one exercise, from cold": [GRADE, "submit", str(work), "--course", str(ROOT), "-e", "5.1.2"],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(rounds):
            for name, command in commands.items():
                began = time.perf_counter()
                subprocess.run(command, check=True, capture_output=True)
                times[name].append(time.perf_counter() - began)
        times["grade watch, from save to verdict"] = _watch(work, 4 * rounds)
    baseline = statistics.median(times[BASELINE])
    table = Table(title=f"{rounds} runs of each, in turn")
    for heading in ("", "median", "min", "max", "of import torch"):
        table.add_column(heading, justify="left" if not heading else "right")
    for name, taken in times.items():
        median = statistics.median(taken)
        figures = (f"{1000 * figure:.0f} ms" for figure in (median, min(taken), max(taken)))
        table.add_row(name, *figures, f"{median / baseline:.2f}")
    Console().print(table)
    return 0


def _watch(work: Path, saves: int) -> list[float]:
    """Save the file again and again while `grade watch` runs; return how long each verdict took."""
    command = [GRADE, "watch", str(work), "--course", str(ROOT), "-e", "5.1.2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as watching:
        try:
            _verdict(watching)  # from cold
            taken = []
            for number in range(saves):
                time.sleep(0.3 + 0.013 * number)  # at no fixed point of its own rhythm
                began = time.perf_counter()
                (work / "parallel_block.py").write_bytes(SOLUTION.read_bytes() + f"# {number}\n".encode())
                _verdict(watching)
                taken.append(time.perf_counter() - began)
        finally:
            watching.terminate()
    return taken


def _verdict(watching: subprocess.Popen[str]) -> None:
    """Read what is printed until a report has ended."""
    assert watching.stdout is not None  # noqa: S101 -- a pipe was asked for
    for line in watching.stdout:
        if line.startswith("Graded on this machine"):
            return
    raise SystemExit("grade watch ended")


if __name__ == "__main__":
    sys.exit(main())
