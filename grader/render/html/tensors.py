"""Values of tensors laid out to be compared by eye: a row a line, columns aligned, digits that matter."""

import re
from itertools import zip_longest
from typing import Final

_NUMBER = re.compile(r"-?\d+\.\d+(?:e[+-]?\d+)?")
_ROW = re.compile(r"(\[*)(.*?)(\]*)", re.DOTALL)
_DIGITS: Final = 6
_SMALL: Final = 1e-4
_PLAIN: Final = (1e-2, 1e4)
"""Where values, and how far they are apart, lie in between, four digits after the point show everything."""


def shortened(text: str) -> str:
    """Return a text with six digits of each decimal number."""
    return _NUMBER.sub(lambda found: f"{float(found[0]):.{_DIGITS}g}", text)


def laid_out(values: str, max_error: float | None) -> str:
    """Lay out values as `TensorFacts.values` has them.

    Args:
        values: nested lists as Python writes them.
        max_error: the largest difference; where it is so small that fewer digits
            would hide it, every digit stays.

    Returns:
        The same, a row of the last dimension on each line.
    """
    if max_error is None or max_error >= _SMALL:
        values = _fixed(values) if _is_plain(values, max_error) else shortened(values)
    rows = [
        (found[1], found[2].split(", "), found[3]) for row in values.split("], [") if (found := _ROW.fullmatch(row))
    ]
    if len(rows) <= 1:
        return values
    # Splitting took one bracket at each end of each row, but for the first and the last.
    last = len(rows) - 1
    heads = [head + "[" * (place > 0) for place, (head, _, _) in enumerate(rows)]
    tails = [tail + "]" * (place < last) for place, (_, _, tail) in enumerate(rows)]
    deepest = max(map(len, heads))
    widths = [max(map(len, column)) for column in zip_longest(*(cells for _, cells, _ in rows), fillvalue="")]
    lines = [
        head.rjust(deepest) + ", ".join(cell.rjust(width) for cell, width in zip(cells, widths, strict=False)) + tail
        for head, (_, cells, _), tail in zip(heads, rows, tails, strict=True)
    ]
    return ",\n".join(lines)


def _is_plain(values: str, max_error: float | None) -> bool:
    """Tell whether four digits after the point show everything, as torch prints tensors."""
    sizes = [abs(float(found)) for found in _NUMBER.findall(values)]
    low, high = _PLAIN
    if not sizes or all(size.is_integer() for size in sizes):
        return False
    return low <= max(sizes) < high and (max_error is None or max_error >= low)


def _fixed(values: str) -> str:
    return _NUMBER.sub(lambda found: f"{float(found[0]):.4f}", values)
