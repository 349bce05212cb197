"""A picture of a report at a terminal, as SVG: `make pictures` writes it with the others.

It is what `grade check` really printed, in color, for two wrong answers.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.terminal_theme import DIMMED_MONOKAI
from rich.text import Text

from tests.acceptance.conftest import GRADE

ROOT: Final = Path(__file__).parents[2]
COLUMNS: Final = 80
_ANSWERS: Final = {"5.1.1-list-of-blocks": "still_a_list.py", "5.1.2-parallel-block": "second_net_first.py"}
"""Exercises, and the wrong answer that each gets."""

_FONT: Final = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


def report(scratch: Path) -> tuple[str, str]:
    """Return a command as a student types it, and what it prints, colors included."""
    for exercise, wrong in _ANSWERS.items():
        (right,) = (ROOT / "reference_solutions" / exercise).glob("*.py")
        work = scratch / "my-work" / exercise
        work.mkdir(parents=True)
        shutil.copy(ROOT / "exercises" / exercise / "wrong" / wrong, work / right.name)
    environ = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    environ |= {"FORCE_COLOR": "1", "COLUMNS": str(COLUMNS), "GRADER_LANG": "en", "GRADER_COURSE": str(ROOT)}
    arguments = ["check", "my-work", *(word for name in _ANSWERS for word in ("-e", name.partition("-")[0]))]
    done = subprocess.run(
        [GRADE, *arguments], cwd=scratch, env=environ, capture_output=True, text=True, check=True, timeout=300
    )
    return " ".join(("grade", *arguments)), done.stdout


def picture(command: str, printed: str) -> str:
    """Return a command and what it printed as SVG that asks nobody for a font."""
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        console = Console(record=True, width=COLUMNS, file=nowhere, force_terminal=True, legacy_windows=False)
        console.print(Text(f"$ {command}", style="bold"))
        console.print(Text.from_ansi(printed.rstrip("\n")))
    svg = console.export_svg(title="grader", theme=DIMMED_MONOKAI, unique_id="grade")
    return _FONT.sub("", svg).replace("Fira Code", "DejaVu Sans Mono, Menlo, Consolas")
