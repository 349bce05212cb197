"""What can be read of a spec whether or not it is valid.

All faults of a spec are told at once, so the checks of its meaning cannot wait
for its schema to hold: they look at this sketch, in which whatever has the
wrong type is simply absent.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class CheckSketch:
    """The names in one `[[check]]`; `index` is its place in the file, from 0."""

    index: int
    name: str
    show: str
    needs: tuple[str, ...]


@dataclass(frozen=True)
class WrongSketch:
    """The names in one `[[wrong]]`."""

    index: int
    file: str
    loses: tuple[str, ...]


@dataclass(frozen=True)
class Sketch:
    """The names in a spec."""

    id: str = ""
    slug: str = ""
    files: tuple[str, ...] = ()
    checks: tuple[CheckSketch, ...] = ()
    wrong: tuple[WrongSketch, ...] = field(default=())

    @property
    def check_names(self) -> frozenset[str]:
        """The names of all checks that have one."""
        return frozenset(check.name for check in self.checks if check.name)


def sketch(data: Mapping[str, Any]) -> Sketch:
    """Read the names in a parsed TOML document."""
    return Sketch(
        id=_text(data.get("id")),
        slug=_text(data.get("slug")),
        files=_texts(data.get("files")),
        checks=tuple(
            CheckSketch(index, _text(table.get("name")), _text(table.get("show", "full")), _texts(table.get("needs")))
            for index, table in enumerate(_tables(data.get("check")))
        ),
        wrong=tuple(
            WrongSketch(index, _text(table.get("file")), _texts(table.get("loses")))
            for index, table in enumerate(_tables(data.get("wrong")))
        ),
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: object) -> tuple[str, ...]:
    return tuple(_text(entry) for entry in value) if isinstance(value, list) else ()


def _tables(value: object) -> list[dict[str, Any]]:
    return [entry if isinstance(entry, dict) else {} for entry in value] if isinstance(value, list) else []
