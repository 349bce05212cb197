"""What an export format is, and how one is found.

A format is one module in `grader/render/formats/` with one decorated function, a pure
function of what it is asked for::

    @export_format("junit", "JUnit XML, for CI servers.", audiences=BOTH, several=True)
    def render(request: Request) -> Exported: ...

Nothing else has to be told of it. A package of somebody else's adds formats under the
entry point group `grader.formats`, each entry naming a module.
"""

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import Final, Literal

from grader.errors import UsageError
from grader.model.report import Summary
from grader.render import formats

Audience = Literal["student", "instructor"]
Option = Literal["column", "gradebook", "identify_by", "roster", "path_prefix", "provisional"]

BOTH: Final[tuple[Audience, ...]] = ("student", "instructor")
GRADEBOOK: Final[tuple[Audience, ...]] = ("instructor",)
"""A gradebook holds scores of a whole class and nothing about a check."""

ENTRY_POINTS: Final = "grader.formats"


@dataclass(frozen=True)
class Request:
    """What a format turns into a document.

    Args:
        summaries: one for each submission, in the audience's view, ordered by learner.
        audience: who reads the document. `student`: nothing that the spec hides is in `summaries`.
        ungraded: learners of whom there is no report at all.
        column: title of the gradebook's column.
        gradebook: a file that the gradebook exported, to be filled.
        identify_by: the gradebook's column in which learners are told apart.
        people: the rows of a roster by learner, each from a column's title to its cell; None without one.
        path_prefix: where the submission's folder lies in the reader's repository.
        flat: whether the files lie in that folder itself, not in one folder an exercise.
        provisional: whether scores that still have points pending are booked.
    """

    summaries: tuple[Summary, ...]
    audience: Audience = "student"
    ungraded: tuple[str, ...] = ()
    column: str = ""
    gradebook: bytes | None = None
    identify_by: str = ""
    people: Mapping[str, Mapping[str, str]] | None = None
    path_prefix: str = ""
    flat: bool = False
    provisional: bool = False


@dataclass(frozen=True)
class Exported:
    """A document, and what whoever asked for it should know: who is not in it, and why."""

    content: bytes
    remarks: tuple[str, ...] = ()


Renderer = Callable[[Request], Exported]


@dataclass(frozen=True)
class Format:
    """One format: its name, a line about it, for whom it can be written, and what it takes.

    `several`: it can hold the reports of more than one learner.
    """

    name: str
    about: str
    render: Renderer
    audiences: tuple[Audience, ...]
    several: bool
    takes: frozenset[Option]


_FORMATS: Final[dict[str, Format]] = {}


def export_format(
    name: str,
    about: str,
    *,
    audiences: tuple[Audience, ...] = BOTH,
    several: bool = False,
    takes: tuple[Option, ...] = (),
) -> Callable[[Renderer], Renderer]:
    """Register the decorated function as the format `name`.

    Raises:
        ValueError: another function has that name already.
    """

    def register(render: Renderer) -> Renderer:
        known = _FORMATS.get(name)
        if known is not None and known.render.__module__ != render.__module__:
            raise ValueError(f"{known.render.__module__} and {render.__module__} both define the format {name!r}")
        _FORMATS[name] = Format(name, about, render, audiences, several, frozenset(takes))
        return render

    return register


def all_formats() -> Mapping[str, Format]:
    """Return every format by name, those of other packages included."""
    for module in pkgutil.iter_modules(formats.__path__):
        importlib.import_module(f"{formats.__name__}.{module.name}")
    for entry in entry_points(group=ENTRY_POINTS):
        entry.load()
    return dict(sorted(_FORMATS.items()))


def export(format_: Format, request: Request) -> Exported:
    """Write a request's document.

    Raises:
        UsageError: the format is not for this audience, or not for so many learners; or what it needs is not there.
    """
    if request.audience not in format_.audiences:
        raise UsageError(
            f"`{format_.name}` holds a whole class's scores and is for instructors.", advice="Leave `--for` out."
        )
    if not format_.several and len(request.summaries) != 1:
        raise UsageError(
            f"`{format_.name}` is about one submission, and this source has {len(request.summaries)}.",
            advice="Name one with `--learner NAME`.",
        )
    return format_.render(request)
