"""`grade handout`: what students get of a course, and nothing that would tell them what they do not get."""

import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import tomli_w

from grader.authoring.extract import extract, names_used_of
from grader.confine import nests
from grader.errors import CourseError, EnvironmentFault, UsageError
from grader.model.course import Course
from grader.model.exercise import Exercise
from grader.submission.atomic import require_folder

_STATEMENTS: Final = ("README.md", "README.zh.md")
_SHARED_FOLDERS: Final = ("data", "images")
_COURSE_FILE: Final = "course.toml"
_INSIDE_DOCSTRING: Final = "Runs in the process of your code, for the checks in visible.py."
_IGNORED: Final = shutil.ignore_patterns("__pycache__", "*.pyc", ".*")
_README: Final = """\
# {title}

Everything here is run with the command `grade`:

```console
$ grade start my-work --course .       a folder of your own, with the files to fill in
$ grade show {id} --course .           what is asked (--lang zh: 中文)
$ grade check my-work --course .       the checks that you may read yourself
$ grade submit my-work --course .      packs my-work/submission.zip, to hand in
```

`exercises/` holds the statements and the checks that you may read, `student_template/` the files to start from.
"""


def build_handout(course: Course, exercises: Sequence[Exercise], target: Path) -> list[Path]:
    """Build the folder that students get.

    It is a course of its own: statements, the checks that students may read, what these
    need of `inside.py`, templates and data. It appears whole or not at all.

    Args:
        course: the instructor's.
        exercises: those that are handed out.
        target: the folder; must not hold anything yet.

    Returns:
        The files that were written, relative to the folder.

    Raises:
        UsageError: where something lies in the way.
        CourseError: where an exercise cannot be handed out, or would tell what is hidden.
        EnvironmentFault: where nothing can be written.
    """
    require_folder(target)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UsageError(f"{target} is there already.", advice="Name a folder that does not exist yet.")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with nests.beside(target.parent) as staging:
            built = staging / "handout"
            _build(course, exercises, built)
            _refuse_traces(course, built)
            if target.exists():
                target.rmdir()
            built.rename(target)
    except OSError as error:
        raise EnvironmentFault(f"{error.filename or target} cannot be written: {error.strerror}.") from error
    return sorted(path.relative_to(target) for path in target.rglob("*") if path.is_file())


def _build(course: Course, exercises: Sequence[Exercise], built: Path) -> None:
    (built / "exercises").mkdir(parents=True)
    spec_file = course.root / "exercises" / _COURSE_FILE
    if spec_file.is_file():
        shutil.copyfile(spec_file, built / "exercises" / _COURSE_FILE)
    for exercise in exercises:
        _build_exercise(exercise, built)
    first = exercises[0].spec.id if exercises else "ID"
    text = _README.format(title=course.spec.title.get("en"), id=first)
    (built / "README.md").write_text(text, encoding="utf-8")


def _build_exercise(exercise: Exercise, built: Path) -> None:
    name = exercise.spec.folder_name
    folder = built / "exercises" / name
    folder.mkdir()
    if exercise.visible_file is None or not exercise.visible:
        raise CourseError(
            f"{name} has no check that students may read, so there is nothing that they could run.",
            advice="Write at least one in visible.py, or leave the exercise out.",
        )
    (folder / "exercise.toml").write_text(tomli_w.dumps(visible_spec(exercise)), encoding="utf-8")
    for file in _STATEMENTS:
        if (exercise.folder / file).is_file():
            shutil.copyfile(exercise.folder / file, folder / file)
    visible = exercise.visible_file.read_text(encoding="utf-8")
    (folder / "visible.py").write_text(visible, encoding="utf-8")
    used = names_used_of(visible, "inside")
    if used and exercise.inside_file is not None:
        source = exercise.inside_file.read_text(encoding="utf-8")
        (folder / "inside.py").write_text(extract(source, used, _INSIDE_DOCSTRING), encoding="utf-8")
    for shared in _SHARED_FOLDERS:
        if (exercise.folder / shared).is_dir():
            shutil.copytree(exercise.folder / shared, folder / shared, ignore=_IGNORED)
    if exercise.template is not None:
        shutil.copytree(exercise.template, built / "student_template" / name, ignore=_IGNORED)


def visible_spec(exercise: Exercise) -> dict[str, Any]:
    """Return the content of the `exercise.toml` that students get: visible checks, and nothing of the others."""
    document: dict[str, Any] = exercise.spec.model_dump(mode="json", exclude_unset=True, exclude_none=True)
    for key in ("wrong", "equivalent"):
        document.pop(key, None)
    document["check"] = [entry for entry in document["check"] if entry["name"] in exercise.visible]
    for entry in (*document["check"], *document.get("manual", ())):
        if "points" in entry:
            entry["points"] = _number(entry["points"])
        if "needs" in entry:
            entry["needs"] = [need for need in entry["needs"] if need in exercise.visible]
    return document


def _number(points: Any) -> int | float:
    value = float(points)
    return int(value) if value.is_integer() else value


def _refuse_traces(course: Course, built: Path) -> None:
    found = [f"{path} names `{word}`" for path, word in traces(course, built)]
    if found:
        listed = "\n".join(f"  {line}" for line in found)
        raise CourseError(
            f"The handout would tell what is hidden:\n{listed}",
            advice="Change the statement, the template or visible.py so that they do without these words.",
        )


def traces(course: Course, folder: Path) -> list[tuple[Path, str]]:
    """Search every byte, and every path, below a folder for what a course keeps to itself.

    Returns:
        Files, relative to the folder, each with a hidden name in it.
    """
    words = sorted({word for exercise in course.exercises for word in hidden_names(exercise)})
    if not words:
        return []
    alternatives = b"|".join(re.escape(word.encode()) for word in words)
    pattern = re.compile(rb"(?<![A-Za-z0-9_])(" + alternatives + rb")(?![A-Za-z0-9_])")
    found = []
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        content = path.read_bytes() if path.is_file() else b""
        hits = pattern.findall(str(relative).encode() + b"\n" + content)
        found += [(relative, hit.decode()) for hit in sorted(set(hits))]
    return found


def hidden_names(exercise: Exercise) -> Iterator[str]:
    """Yield the names that students must not meet: hidden checks, and solutions by file and by stem."""
    yield from exercise.hidden
    solutions = [wrong.file for wrong in exercise.spec.wrong]
    solutions += [f"right/{path.name}" for path in sorted((exercise.folder / "right").glob("*"))]
    for path in map(Path, solutions):
        if path.suffix == ".py" and not path.name.startswith("_"):
            yield path.name
            if "_" in path.stem:  # a single word means many things
                yield path.stem
    yield "reference_solutions"
