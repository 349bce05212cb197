"""A course on disk: where it is, and which exercises it has."""

import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from grader.errors import Fault, UsageError, say
from grader.model.course import BrokenExercise, Course, CourseSpec
from grader.model.exercise import Exercise
from grader.spec.load import SPEC_FILE, Reading, read_exercise, read_toml, validate
from grader.spec.words import schema_faults

COURSE_VARIABLE = "GRADER_COURSE"
_COURSE_FILE = "course.toml"
_ADVICE = say(
    "A course is a folder that holds `exercises/<id>-<slug>/exercise.toml`. Name it with `--course DIR` or in the "
    "environment variable {variable}.",
    variable=COURSE_VARIABLE,
)


def find_course(explicit: Path | None, environ: Mapping[str, str], *, beside: Path | None = None) -> Path:
    """Find the course's folder: the one named, the one in GRADER_COURSE, or the one beside the package.

    The current folder is not searched: a course's checks run with the grader's own
    rights, and the current folder may be what somebody handed in.

    Args:
        explicit: the folder given with `--course`.
        environ: the environment.
        beside: the folder in which the package lies; found by itself when None.

    Raises:
        UsageError: where the folder named is no course, or none is named and none is beside the package.
    """
    for origin, named in (("--course", explicit), (COURSE_VARIABLE, environ.get(COURSE_VARIABLE))):
        if named:
            return _checked(Path(named), origin)
    root = (beside or Path(__file__).parents[2]).resolve()
    if _is_course(root):
        return root
    raise UsageError(say("No course was found."), advice=_ADVICE)


def _checked(root: Path, origin: str) -> Path:
    if _is_course(root):
        return root.resolve()
    if not root.is_dir():
        raise UsageError(say("There is no folder {path} ({origin}).", path=root, origin=origin), advice=_ADVICE)
    if _is_course(root.parent) and root.name == "exercises":
        raise UsageError(
            say("{path} ({origin}) is the folder of exercises.", path=root, origin=origin),
            advice=say("Name the one above: {path}", path=root.parent),
        )
    raise UsageError(
        say("{path} ({origin}) is no course: it holds no exercises.", path=root, origin=origin), advice=_ADVICE
    )


def _is_course(root: Path) -> bool:
    return any((root / "exercises").glob(f"*/{SPEC_FILE}"))


def load_course(root: Path) -> Course:
    """Read every exercise of a course. A broken one stops none of the others.

    Args:
        root: the folder that holds `exercises/`.

    Returns:
        The course; what is wrong with an exercise is in `Course.broken`, what is
        wrong with `course.toml` in `Course.faults`.

    Raises:
        UsageError: where `root` holds no exercises.
    """
    root = _checked(root, "the course")
    readings = {folder.name: read_exercise(folder) for folder in _folders(root / "exercises")}
    extra = _duplicates(readings)
    for name, faults in _left_without_checks(readings).items():
        extra[name] += faults
    exercises: list[Exercise] = []
    broken: list[BrokenExercise] = []
    for name, reading in readings.items():
        faults = [*reading.faults, *extra[name]]
        if reading.exercise is not None and not faults:
            exercises.append(reading.exercise)
        else:
            broken.append(BrokenExercise(folder_name=name, faults=tuple(faults)))
    spec, course_faults = _course_spec(root / "exercises" / _COURSE_FILE)
    return Course(
        spec=spec,
        root=root,
        exercises=tuple(sorted(exercises, key=lambda exercise: natural(exercise.spec.id))),
        broken=tuple(sorted(broken, key=lambda exercise: natural(exercise.folder_name))),
        faults=tuple(course_faults),
    )


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return a key that sorts 5.2.10 after 5.2.9."""
    parts = re.findall(r"\d+|\D+", text)
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)


def _folders(exercises: Path) -> list[Path]:
    """Return the folders that are exercises: with a spec, or named like one and thus lacking it."""
    return sorted(
        folder
        for folder in exercises.iterdir()
        if folder.is_dir() and ((folder / SPEC_FILE).exists() or re.match(r"\d[0-9A-Za-z.]*-[a-z]", folder.name))
    )


def _duplicates(readings: dict[str, Reading]) -> defaultdict[str, list[Fault]]:
    """Return, by folder, the faults of exercises that share an id: each of them is told of the others."""
    by_id: defaultdict[str, list[str]] = defaultdict(list)
    for name, reading in readings.items():
        if reading.id:
            by_id[reading.id].append(name)
    faults: defaultdict[str, list[Fault]] = defaultdict(list)
    for id_, names in by_id.items():
        for name in names if len(names) > 1 else ():
            others = ", ".join(f"`{other}`" for other in names if other != name)
            faults[name].append(Fault(f"{name}/{SPEC_FILE}", "id", f"an id of its own; {id_} is also that of {others}"))
    return faults


def _left_without_checks(readings: dict[str, Reading]) -> dict[str, list[Fault]]:
    """Return the faults of exercises without hidden checks in a course where others have theirs.

    Where none has, this is what students get, and nothing is missing.
    """
    exercises = {name: reading.exercise for name, reading in readings.items() if reading.exercise is not None}
    if not any(exercise.checks_file for exercise in exercises.values()):
        return {}
    return {
        name: [Fault(f"{name}/checks.py", "", f"a file with {', '.join(f'`{check}`' for check in exercise.hidden)}")]
        for name, exercise in exercises.items()
        if exercise.checks_file is None and exercise.hidden
    }


def _course_spec(path: Path) -> tuple[CourseSpec, list[Fault]]:
    if not path.exists():
        return CourseSpec(), []
    data, faults = read_toml(path, _COURSE_FILE)
    if data is None:
        return CourseSpec(), faults
    try:
        return validate(CourseSpec, data), []
    except ValidationError as error:
        return CourseSpec(), schema_faults(error, _COURSE_FILE, CourseSpec)
