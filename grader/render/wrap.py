"""Lines of a given width in columns, in texts where English and Chinese stand side by side.

rich breaks lines at spaces, so that a Chinese sentence would end at its last
English word. Here a line may also end between two wide characters, but no line
begins with what closes and none ends with what opens (the rules that typesetters
call kinsoku; W3C, "Requirements for Chinese Text Layout", section 3.1.2).
"""

# ruff: noqa: RUF001 - Chinese punctuation

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions
from rich.measure import Measurement
from rich.text import Text

_CLOSING: Final = frozenset("，。、；：？！）》」』】”’…,.;:?!)]}%")
_OPENING: Final = frozenset("（《「『【“‘([{")
_WIDE: Final = "\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6"
_PIECES: Final = re.compile(f" +|[{_WIDE}]|[^ {_WIDE}]+")


@dataclass(frozen=True)
class Prose:
    """Text for rich that is wrapped here; rich never parses it as markup.

    Args:
        content: clean text, of any number of lines.
        style: of all of it.
        hang: columns by which each line after the first of a paragraph is set in.
    """

    content: str
    style: str = ""
    hang: int = 0

    def __rich_measure__(self, _console: Console, options: ConsoleOptions) -> Measurement:
        """Return how few and how many columns it takes."""
        longest = max(map(cell_len, self.content.split("\n")), default=0)
        return Measurement(1, longest or 1).with_maximum(options.max_width)

    def __rich_console__(self, _console: Console, options: ConsoleOptions) -> Iterator[Text]:
        """Yield the lines, none wider than there is room for."""
        for paragraph in self.content.split("\n"):
            for line in wrapped(paragraph, options.max_width, self.hang):
                yield Text(line, style=self.style, no_wrap=True, overflow="crop")


def wrapped(text: str, width: int, hang: int = 0) -> list[str]:
    """Return one paragraph as lines of at most `width` columns.

    Args:
        text: one line of clean text.
        width: in columns, at least 2, so that a wide character fits.
        hang: columns by which each line after the first is set in.
    """
    margin = len(text) - len(text.lstrip(" "))
    margin = margin if margin < width // 2 else 0
    before = " " * (min(hang, width // 2) + margin)
    lines: list[str] = []
    line = " " * margin
    for piece in _glued(text[margin:]):
        if cell_len(line + piece.rstrip(" ")) <= width:
            line += piece
            continue
        if line.strip(" "):
            lines.append(line.rstrip(" "))
            line = before
        *whole, rest = _folded(piece.lstrip(" "), width - cell_len(line)) or [""]
        lines += [(line if number == 0 else before) + part for number, part in enumerate(whole)]
        line = (before if whole else line) + rest
    lines.append(line.rstrip(" "))
    return lines


def _glued(text: str) -> Iterator[str]:
    """Yield pieces after each of which a line may end; spaces belong to the piece before them."""
    piece = ""
    for part in _PIECES.findall(text):
        stays = part[0] in _CLOSING or part[0] == " " or (piece and piece[-1] in _OPENING)
        if piece and not stays and (piece[-1] == " " or _is_wide(piece[-1]) or _is_wide(part[0])):
            yield piece
            piece = ""
        piece += part
    if piece:
        yield piece


def _is_wide(character: str) -> bool:
    return cell_len(character) > 1


def _folded(piece: str, width: int) -> list[str]:
    """Cut what fits into no line, such as a path without spaces."""
    parts, part, used = [], "", 0
    for character in piece:
        size = cell_len(character)
        if part and used + size > width:
            parts.append(part)
            part, used = "", 0
        part += character
        used += size
    return [*parts, part] if part else parts
