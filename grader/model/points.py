"""Points are exact decimals; wherever a machine reads them they are plain text."""

from decimal import Decimal
from typing import Annotated

from pydantic import PlainSerializer, WithJsonSchema


def plain(points: Decimal) -> str:
    """Write `points` without an exponent, trailing zeros or a negative zero: `3`, `2.5`, `30`."""
    return format(points.normalize() + 0, "f")


Points = Annotated[
    Decimal,
    PlainSerializer(plain, return_type=str, when_used="json"),
    WithJsonSchema(
        {"type": "string", "pattern": r"^-?\d+(\.\d*[1-9])?$", "examples": ["3", "2.5"]}, mode="serialization"
    ),
]
"""Exact points. In JSON a string, so that no reader rounds them through a binary float."""
