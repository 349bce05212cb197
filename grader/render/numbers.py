"""Exact points as numbers of JSON."""

from decimal import Decimal


def json_number(points: Decimal) -> int | float:
    """Return `points` as the number whose JSON text is exactly them.

    Points have at most nine digits, three of them after the point. The shortest text
    that reads back as the same double, which is what `json` writes, is then the decimal
    itself (IEEE 754 doubles keep fifteen digits).

    Raises:
        ValueError: more digits than a double keeps.
    """
    if points == points.to_integral_value():
        return int(points)
    number = float(points)
    if Decimal(repr(number)) != points:
        raise ValueError(f"{points} has more digits than a JSON number keeps")
    return number
