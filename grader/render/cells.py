"""Tables as CSV: cells that no spreadsheet takes for a formula, and files changed in one column alone.

RFC 4180 says how cells are quoted. Why and which cells are made harmless: OWASP, "CSV
Injection": what begins with `=`, `+`, `-`, `@`, a tab or a carriage return may be run as
a formula by whoever opens the file.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from grader.errors import UsageError
from grader.model.clean import clean_line

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\N{FULLWIDTH EQUALS SIGN}", "\N{FULLWIDTH PLUS SIGN}",
            "\N{FULLWIDTH HYPHEN-MINUS}", "\N{FULLWIDTH COMMERCIAL AT}")  # fmt: skip
BOM = b"\xef\xbb\xbf"


def harmless(text: str) -> str:
    """Return text as a cell that is on one line and no formula."""
    # White space at the ends is what a spreadsheet would skip before it looks for a formula.
    line = clean_line(text)
    return f"'{line}" if line.startswith(_FORMULA) else line


def table(rows: Iterable[Sequence[str]]) -> bytes:
    """Return rows as CSV in UTF-8, lines ended by CR LF. Cells are written as they are."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()


@dataclass(frozen=True)
class Cell:
    """A cell of a file: what it says, and which bytes say it, quotes included."""

    text: str
    start: int
    end: int


def scan(content: bytes, delimiter: bytes) -> list[list[Cell]]:
    """Return the rows of a CSV file, each cell with its place.

    Args:
        content: the file, a byte order mark included or not.
        delimiter: one byte.

    Raises:
        UsageError: it is not UTF-8, or a quotation does not end.
    """
    rows: list[list[Cell]] = []
    row: list[Cell] = []
    position = len(BOM) if content.startswith(BOM) else 0
    while position < len(content):
        end = _end_of_cell(content, position, delimiter)
        row.append(Cell(_text(content[position:end]), position, end))
        position = end
        if content[position : position + 1] == delimiter:
            position += 1
            if position == len(content):
                row.append(Cell("", position, position))
            continue
        if content[position : position + 2] == b"\r\n":
            position += 2
        else:
            position += 1
        rows.append(row)
        row = []
    if row:
        rows.append(row)
    return rows


def _end_of_cell(content: bytes, start: int, delimiter: bytes) -> int:
    position = start
    if content[position : position + 1] == b'"':
        position += 1
        while True:
            quote = content.find(b'"', position)
            if quote < 0:
                raise UsageError("The gradebook's file has a quotation that does not end.", advice=_EXPORT_AGAIN)
            if content[quote + 1 : quote + 2] != b'"':
                position = quote + 1
                break
            position = quote + 2
    ends = (delimiter, b"\n", b"\r")
    while position < len(content) and content[position : position + 1] not in ends:
        position += 1
    return position


def _text(raw: bytes) -> str:
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        raise UsageError("The gradebook's file is not UTF-8.", advice=_EXPORT_AGAIN) from None
    if text.startswith('"') and text.endswith('"') and len(text) > 1:
        return text[1:-1].replace('""', '"')
    return text


_EXPORT_AGAIN = "Export it from the gradebook once more, and don't open it in a spreadsheet before."


def replaced(content: bytes, changes: Iterable[tuple[Cell, bytes]]) -> bytes:
    """Return a file with some cells said anew, every other byte as it was."""
    out = bytearray()
    done = 0
    for cell, said in sorted(changes, key=lambda change: change[0].start):
        out += content[done : cell.start] + said
        done = cell.end
    return bytes(out + content[done:])
