"""What an exercise is: the content of `exercise.toml`, and the exercise found on disk."""

import re
from decimal import Decimal
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

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


_BYTES_SCHEMA = {
    "anyOf": [
        {"type": "integer", "exclusiveMinimum": 0},
        {"type": "string", "pattern": r"^\s*\d+\s*(B|KiB|MiB|GiB)\s*$", "examples": ["512 MiB", "1 GiB"]},
    ]
}

Bytes = Annotated[int, BeforeValidator(_parse_bytes), Field(gt=0), WithJsonSchema(_BYTES_SCHEMA, mode="validation")]
RelativePath = Annotated[str, AfterValidator(_relative)]
CheckName = Annotated[str, Field(pattern=r"^test_[A-Za-z0-9_]+$")]
MutantId = Annotated[str, Field(pattern=r"^[a-z][a-z-]*-[0-9a-f]{8}$")]


class Limits(Frozen):
    """What one check may use up.

    `seconds` bounds the student process's CPU time, and separately the time it
    sleeps; the wall clock gets a generous multiple. `memory` is the process's
    own, on top of what the warm process had. `disk` bounds each file it writes.
    """

    seconds: float = Field(default=10.0, gt=0, le=3600, description="CPU seconds of one check")
    memory: Bytes = Field(default=2**30, description='bytes of its own, or text such as "1 GiB"')
    threads: int = Field(default=1, ge=1, le=64, description="threads of torch")
    disk: Bytes = Field(default=2**26, description='bytes of each file that it writes, or text such as "64 MiB"')


class Requires(Frozen):
    """What the machine must have for a check to be run; otherwise its points are pending."""

    cuda: int = Field(default=0, ge=0, description="CUDA devices")


class Check(Frozen):
    """One `[[check]]`: a pytest function, what it is worth, and what a student sees of a failure."""

    name: CheckName = Field(description="the test function in checks.py or visible.py")
    title: Localized | None = Field(default=None, description="what a student reads; the name where it is absent")
    points: Decimal = Field(ge=0, max_digits=9, decimal_places=3)
    show: Show = Field(default="full", description="what a student sees of a failure")
    hint: Localized | None = Field(default=None, description="what to look at when it fails")
    needs: tuple[CheckName, ...] = Field(default=(), description="checks that must pass first")
    requires: Requires = Field(default=Requires(), description="what the machine must have")
    isolated: bool = Field(default=False, description="a process alone from the start")
    partial: bool = Field(default=False, description="a parametrized check earns the share of its cases that passed")


class Wrong(Frozen):
    """One `[[wrong]]`: a wrong solution, and exactly the checks that it must lose."""

    file: RelativePath = Field(description="the file, inside the exercise's folder")
    loses: tuple[CheckName, ...] = Field(min_length=1, description="every check that it does not pass")
    why: str = Field(min_length=1, description="what is wrong with it")


class Equivalent(Frozen):
    """One `[[equivalent]]`: changes of the reference that leave it as right as it was, so that no check can object."""

    mutants: tuple[MutantId, ...] = Field(min_length=1, description="the ids that `grade audit` gives them")
    why: str = Field(min_length=1, description="why the answer stays right")


class Manual(Frozen):
    """One `[[manual]]`: an answer in words, collected for a person to read, pending until somebody has."""

    name: str = Field(
        pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", description="the constant that holds it, or a function's name"
    )
    title: Localized | None = Field(default=None, description="what is asked, in a few words")
    points: Decimal = Field(default=Decimal(0), ge=0, max_digits=9, decimal_places=3, description="given by a person")


class ExerciseSpec(Frozen):
    """The content of an `exercise.toml`, format 1."""

    format: Literal[1] = Field(description="the format of this file")
    id: str = Field(pattern=r"^[0-9A-Za-z]+(\.[0-9A-Za-z]+)*$", description="the exercise's number, such as 5.1.2")
    slug: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", description="the folder's name is `<id>-<slug>`")
    title: Localized
    section: str = Field(default="", description="the part of the course that it belongs to")
    files: tuple[RelativePath, ...] = Field(min_length=1, description="what is handed in")
    optional: tuple[RelativePath, ...] = Field(default=(), description="patterns of what may come along")
    tags: tuple[str, ...] = ()
    preload: tuple[str, ...] = Field(default=(), description="modules that are slow to import and needed by most")
    limits: Limits = Field(default=Limits(), description="what one check may use up")
    check: tuple[Check, ...] = Field(min_length=1)
    manual: tuple[Manual, ...] = ()
    wrong: tuple[Wrong, ...] = ()
    equivalent: tuple[Equivalent, ...] = ()

    @property
    def folder_name(self) -> str:
        """`<id>-<slug>`, the exercise's folder in the course and in a submission."""
        return f"{self.id}-{self.slug}"

    @property
    def max_points(self) -> Decimal:
        """The sum of all checks' points, and of those that a person gives."""
        given = sum((manual.points for manual in self.manual), Decimal(0))
        return sum((check.points for check in self.check), given)


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
