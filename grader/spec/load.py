"""One exercise, read from its folder. All of its faults are collected before any is raised."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import tomli
from pydantic import BaseModel, ValidationError

from grader.errors import Fault, SpecFaults
from grader.model.exercise import Exercise, ExerciseSpec
from grader.spec.meaning import Folder, look_into, meaning_faults
from grader.spec.sketch import sketch
from grader.spec.words import schema_faults

SPEC_FILE = "exercise.toml"
M = TypeVar("M", bound=BaseModel)
_DIGESTED = (SPEC_FILE, "checks.py", "visible.py", "inside.py")


@dataclass(frozen=True)
class Reading:
    """What reading one folder gave: an exercise, or its faults. `id` is the spec's own, where it could be read."""

    exercise: Exercise | None
    faults: tuple[Fault, ...]
    id: str = ""


def load_exercise(folder: Path) -> Exercise:
    """Read an exercise from its folder in a course.

    Nothing of the exercise is imported or run: test functions are found in the
    syntax tree.

    Args:
        folder: `COURSE/exercises/<id>-<slug>`.

    Returns:
        The exercise, valid.

    Raises:
        SpecFaults: everything that is wrong with it.
    """
    reading = read_exercise(folder)
    if reading.exercise is None:
        raise SpecFaults(reading.faults)
    return reading.exercise


def read_exercise(folder: Path) -> Reading:
    """Read an exercise like `load_exercise`, returning its faults instead of raising them."""
    folder = folder.resolve()
    label = f"{folder.name}/{SPEC_FILE}"
    data, faults = read_toml(folder / SPEC_FILE, label)
    if data is None:
        return Reading(None, tuple(faults))
    spec: ExerciseSpec | None = None
    try:
        spec = validate(ExerciseSpec, data)
    except ValidationError as error:
        faults += schema_faults(error, label)
    inside = look_into(folder)
    outline = sketch(data)
    faults += meaning_faults(outline, inside)
    if spec is None or faults:
        return Reading(None, tuple(faults), outline.id)
    return Reading(_exercise(spec, inside), (), spec.id)


def read_toml(path: Path, label: str) -> tuple[dict[str, Any] | None, list[Fault]]:
    """Parse a TOML file of the course; None and a fault where that cannot be done."""
    try:
        return tomli.loads(path.read_text(encoding="utf-8")), []
    except FileNotFoundError:
        return None, [Fault(label, "", "a file; it is missing")]
    except UnicodeDecodeError as error:
        return None, [Fault(label, "", f"text in UTF-8; byte {error.start} is not")]
    except tomli.TOMLDecodeError as error:
        return None, [Fault(label, "", f"TOML; {error}")]
    except OSError as error:
        return None, [Fault(label, "", f"a file that can be read; {error.strerror}")]


def validate(model: type[M], data: dict[str, Any]) -> M:
    """Validate a parsed TOML document strictly: no text for a number, no true for 1.

    It goes through JSON, whose strict reading takes lists for tuples and numbers for
    decimals, as TOML needs; TOML's dates, which no key takes, become text.
    """
    return model.model_validate_json(json.dumps(data, default=str), strict=True)


def _exercise(spec: ExerciseSpec, folder: Folder) -> Exercise:
    path = folder.path
    course = path.parent.parent
    visible = tuple(check.name for check in spec.check if check.name in folder.visible.lines)
    return Exercise(
        spec=spec,
        folder=path,
        digest=_digest(path),
        checks_file=_file(path / "checks.py"),
        visible_file=_file(path / "visible.py"),
        inside_file=_file(path / "inside.py"),
        hidden=tuple(check.name for check in spec.check if check.name not in visible),
        visible=visible,
        reference=_folder(course / "reference_solutions" / path.name),
        template=_folder(course / "student_template" / path.name),
    )


def _digest(folder: Path) -> str:
    """Return the SHA-256 of everything that decides a verdict, each part with its name and length."""
    digest = hashlib.sha256()
    for name in _DIGESTED:
        path = folder / name
        if path.is_file():
            content = path.read_bytes()
            digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def _file(path: Path) -> Path | None:
    return path if path.is_file() else None


def _folder(path: Path) -> Path | None:
    return path if path.is_dir() else None
