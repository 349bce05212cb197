r"""From the code cells of a notebook to one Python file.

IPython takes lines that are no Python: `%magic`, `!shell`, `?help`. Those are made into comments where they stand, so
that no line moves. A line may look like one and be none, inside of a string or of brackets::

    total = (rows
             % 7)

so what is open at the end of each line is kept track of.
"""

import re
from collections.abc import Sequence
from typing import Final

HEADER: Final = "# The code cells of a notebook, one after another."

_RUNS_ITS_BODY: Final = frozenset({"time", "capture", "prun"})
"""Cell magics whose cell is Python and runs once, in the notebook's own namespace."""

_HELP: Final = re.compile(r"\s*%{0,2}(?!\d)[\w*]+(?:\.[\w*]+|\[-?\d+\])*\?\??\s*")
_ASSIGNED: Final = re.compile(r"\s*[\w.,\s\[\]*]+=\s*[!%]\S")
_MARK: Final = re.compile(r"""\\.?|\"{3}|'{3}|["'#()\[\]{}]""", re.DOTALL)


def module(cells: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """Join code cells.

    Args:
        cells: the source of each code cell, in order.

    Returns:
        The text, and for each cell that is not blank its number and its first line's, both from 1.
    """
    lines = [HEADER]
    begin: list[tuple[int, int]] = []
    for number, cell in enumerate(cells, start=1):
        if cell.strip():
            lines.append(f"# cell {number}")
            begin.append((number, len(lines) + 1))
            lines += python_lines(cell)
    return "\n".join(lines) + "\n", begin


def python_lines(cell: str) -> list[str]:
    """Return the lines of a cell, those that are no Python as comments."""
    lines = cell.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if lines[first].lstrip().startswith("%%"):
        name = re.match(r"%%(\w*)", lines[first].lstrip())
        if name is None or name[1] not in _RUNS_ITS_BODY:
            return [f"# {line}" for line in lines]
        lines[first] = f"# {lines[first]}"
    state = _State()
    dropping = False
    for number, line in enumerate(lines):
        if dropping:
            lines[number] = f"# {line}"
        elif state.is_start and _is_foreign(line):
            indent = line[: len(line) - len(line.lstrip())]
            lines[number] = f"{indent}pass  # {line.lstrip()}"
            dropping = True
        else:
            state.feed(line)
        dropping = dropping and line.endswith("\\")
    return lines


def _is_foreign(line: str) -> bool:
    """Tell whether IPython alone understands a line that begins a statement."""
    return (
        line.lstrip().startswith(("%", "!", "?"))
        or _ASSIGNED.match(line) is not None
        or _HELP.fullmatch(line) is not None
    )


class _State:
    """What is open at the end of the lines so far: brackets, a string, a backslash."""

    def __init__(self) -> None:
        self._depth = 0
        self._quote = ""
        self._continued = False

    @property
    def is_start(self) -> bool:
        """Whether the next line begins a statement."""
        return not (self._depth or self._quote or self._continued)

    def feed(self, line: str) -> None:
        """Go on by one line."""
        self._continued = False
        for mark in _MARK.findall(line):
            if mark[0] == "\\":
                self._continued = len(mark) == 1
            elif self._quote:
                # Three quotes in a string of one: it ends, another begins and ends, or the like; it is closed after.
                if mark == self._quote or (len(self._quote) == 1 and mark == self._quote * 3):
                    self._quote = ""
            elif mark == "#":
                break
            elif mark[0] in "\"'":
                self._quote = mark
            else:
                self._depth = max(0, self._depth + (1 if mark in "([{" else -1))
        if len(self._quote) == 1 and not self._continued:
            self._quote = ""  # a string that was not closed ends with its line
