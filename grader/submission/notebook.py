"""A notebook handed in for a Python file: its code cells, one after another."""

# ruff: noqa: RUF001 - Chinese sentences use Chinese punctuation

from pathlib import PurePosixPath
from typing import Final

from grader.confine.policy import Mode
from grader.model.text import Language, Localized
from grader.reader.messages import Bounds, Source
from grader.submission.problems import Problem
from grader.submission.reading import Reading
from grader.submission.safe import open_file

_MOST_SHOWN: Final = 30
_MADE: Final = Localized(
    en="`{path}` was made of the code cells of `{notebook}`. Their first lines in it: {lines}.",
    zh="`{path}` 由 `{notebook}` 的代码单元拼接而成。各单元在其中的起始行：{lines}。",
)
_LINE: Final = Localized(en="cell {cell}: {line}", zh="单元 {cell}：{line}")
_LEFT: Final = Localized(
    en="`{notebook}` was left aside, since there is `{path}`.", zh="因为已有 `{path}`，没有使用 `{notebook}`。"
)


def notebook_for(path: str) -> str | None:
    """Return the notebook that may be handed in for a file; None for a file that is no Python."""
    pure = PurePosixPath(path)
    return str(pure.with_suffix(".ipynb")) if pure.suffix == ".py" else None


def read_code(root: int, notebook: str, *, isolation: Mode, most: int) -> tuple[bytearray, tuple[tuple[int, int], ...]]:
    """Read a notebook's code in a confined process.

    Args:
        root: the descriptor of the folder it is in.
        notebook: its path below that.
        isolation: how the process is held.
        most: bytes that the notebook may have.

    Returns:
        The text in UTF-8, and for each cell its number and its first line's.

    Raises:
        Problem: it is no regular file, or no notebook that is taken.
        EnvironmentFault: the process cannot be held as demanded.
    """
    bounds = Bounds(members=1, each=most, total=most)
    with (
        open_file(root, notebook) as file,
        Reading("notebook", file.fileno(), notebook, isolation=isolation, bounds=bounds) as reading,
    ):
        contents = list(reading.contents())
    match contents:
        case [(Source(cells), body)]:
            return body, cells
        case _:
            raise Problem("damaged", notebook)


def made_note(path: str, notebook: str, cells: tuple[tuple[int, int], ...], language: Language) -> str:
    """Return the note that lets a line of a traceback be found in the notebook."""
    lines = [_LINE.get(language).format(cell=cell, line=line) for cell, line in cells[:_MOST_SHOWN]]
    if len(cells) > _MOST_SHOWN:
        lines.append("…")
    return _MADE.get(language).format(path=path, notebook=notebook, lines=", ".join(lines) or "–")


def left_note(path: str, notebook: str, language: Language) -> str:
    """Return the note that a notebook was not looked at."""
    return _LEFT.get(language).format(path=path, notebook=notebook)
