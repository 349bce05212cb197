"""What an exercise is: the content of `exercise.toml`, and the exercise found on disk."""

import re
from decimal import Decimal
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from grader.model.text import Frozen, Localized

Show = Literal["full", "hint", "name", "nothing"]

_UNITS = {"B": 1, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30}


def _parse_bytes(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    match = re.fullmatch(r"(\d+)\s*(B|KiB|MiB|GiB)", value.strip())
    if match is None:
        raise ValueError('a number of bytes, or text such as "512 MiB" or "1 GiB"')
    return int(match[1]) * _UNITS[match[2]]


def _relative(value: str) -> str:
    path = PurePosixPath(value)
    if path.is_absolute() or ".." in path.parts or "\\" in value or not path.parts:
        raise ValueError("a path inside the exercise's folder, with forward slashes")
    return value


Bytes = Annotated[int, BeforeValidator(_parse_bytes), Field(gt=0)]
RelativePath = Annotated[str, AfterValidator(_relative)]
CheckName = Annotated[str, Field(pattern=r"^test_[A-Za-z0-9_]+$")]


class Limits(Frozen):
    """What one check may use up.

    `seconds` bounds the student process's CPU time, and separately the time it
    sleeps; the wall clock gets a generous multiple. `memory` is the process's
    own, on top of what the warm process had. `disk` bounds each file it writes.
    """

    seconds: float = Field(default=10.0, gt=0, le=3600)
    memory: Bytes = 2**30
    threads: int = Field(default=1, ge=1, le=64)
    disk: Bytes = 2**26


class Requires(Frozen):
    """What the machine must have for a check to be run; otherwise its points are pending."""

    cuda: int = Field(default=0, ge=0)


class Check(Frozen):
    """One `[[check]]`: a pytest function, what it is worth, and what a student sees of a failure."""

    name: CheckName
    title: Localized | None = None
    points: Decimal = Field(ge=0, max_digits=9, decimal_places=3)
    show: Show = "full"
    hint: Localized | None = None
    needs: tuple[CheckName, ...] = ()
    requires: Requires = Requires()
    isolated: bool = False
    partial: bool = False


class Wrong(Frozen):
    """One `[[wrong]]`: a wrong solution, and exactly the checks that it must lose."""

    file: RelativePath
    loses: tuple[CheckName, ...] = Field(min_length=1)
    why: str = Field(min_length=1)


class ExerciseSpec(Frozen):
    """The content of an `exercise.toml`, format 1."""

    format: Literal[1]
    id: str = Field(pattern=r"^[0-9A-Za-z]+(\.[0-9A-Za-z]+)*$")
    slug: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: Localized
    section: str = ""
    files: tuple[RelativePath, ...] = Field(min_length=1)
    optional: tuple[RelativePath, ...] = ()
    tags: tuple[str, ...] = ()
    preload: tuple[str, ...] = ()
    limits: Limits = Limits()
    check: tuple[Check, ...] = Field(min_length=1)
    wrong: tuple[Wrong, ...] = ()

    @property
    def folder_name(self) -> str:
        """`<id>-<slug>`, the exercise's folder in the course and in a submission."""
        return f"{self.id}-{self.slug}"

    @property
    def max_points(self) -> Decimal:
        """The sum of all checks' points."""
        return sum((check.points for check in self.check), Decimal(0))


class Exercise(Frozen):
    """An exercise as it was found on disk.

    `checks_file` holds the hidden checks; it is absent in what students get.
    `visible_file` holds the checks that students may read and run themselves.
    """

    spec: ExerciseSpec
    folder: Path
    digest: str
    checks_file: Path | None
    visible_file: Path | None
    inside_file: Path | None
    hidden: tuple[str, ...]
    visible: tuple[str, ...]
    reference: Path | None
    template: Path | None

    def check(self, name: str) -> Check:
        """Return the check called `name`. Raises KeyError where there is none."""
        for check in self.spec.check:
            if check.name == name:
                return check
        raise KeyError(name)
