"""`grade export --gradescope-bundle`: an autograder that an instructor uploads to Gradescope as it is.

Source: Gradescope, "Autograder Specifications": `setup.sh` and `run_autograder` in the root
of a zip; the first runs once, as root, when the image is built, with everything unpacked
in /autograder/source; the second for each submission, in /autograder.
"""

import io
import shlex
import shutil
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from string import Template
from typing import Final, Literal

from grader.authoring.wheel import make_wheel, pinned_requirements
from grader.confine import nests
from grader.errors import EnvironmentFault, UsageError
from grader.model.course import Course
from grader.model.exercise import Exercise
from grader.model.points import plain
from grader.model.text import Language
from grader.submission.atomic import require_file, require_folder, write_atomically

_FILES: Final = Path(__file__).with_name("gradescope")
_EXECUTABLE: Final = {"setup.sh", "run_autograder"}
_SKIPPED: Final = {"__pycache__", ".git", ".grader"}
_MOST_BYTES: Final = 100 * 2**20
_OWN_MEMORY: Final = 600 * 2**20
"""Bytes that the grader's own processes take beside the submission's; Gradescope's containers begin with 768 MB."""

_TIME: Final = (1980, 1, 1, 0, 0, 0)


def build_bundle(
    course: Course,
    exercises: Sequence[Exercise],
    target: Path,
    *,
    isolation: Literal["confined", "auto", "process"] = "confined",
    language: Language = "en",
) -> tuple[str, ...]:
    """Write the autograder to a new folder, or to a zip where the target is called so.

    Args:
        course: the instructor's.
        exercises: those that it grades.
        target: must not hold anything yet, but for a zip, which is written anew.
        isolation: how student processes are held there; `confined` refuses to grade where the kernel cannot.
        language: of what students read.

    Returns:
        What an instructor should know.

    Raises:
        UsageError: something lies in the way, or there is nothing to grade.
        EnvironmentFault: it cannot be written.
    """
    if not exercises:
        raise UsageError("There is no exercise to grade.", advice="Name exercises with `-e ID`.")
    if target.suffix.lower() == ".zip":
        require_file(target)
    files = bundle_files(course, exercises, isolation=isolation, language=language)
    try:
        if target.suffix.lower() == ".zip":
            write_atomically(target, _zip(files))
        else:
            _write_folder(files, target)
    except OSError as error:
        raise EnvironmentFault(f"{target} cannot be written: {error.strerror}.") from error
    return tuple(_remarks(exercises, sum(map(len, files.values()))))


def bundle_files(
    course: Course,
    exercises: Sequence[Exercise],
    *,
    isolation: Literal["confined", "auto", "process"] = "confined",
    language: Language = "en",
) -> Mapping[str, bytes]:
    """Return the files of the autograder by name."""
    wheel, content = make_wheel()
    values = {
        "wheel": shlex.quote(wheel),
        "exercises": " ".join(f"-e {shlex.quote(exercise.spec.id)}" for exercise in exercises),
        "folder": shlex.quote(exercises[0].spec.folder_name if len(exercises) == 1 else ""),
        "isolation": isolation,
        "language": language,
        "python": "{}.{}".format(*sys.version_info[:2]),
    }
    files = {
        path.name.removesuffix(".tmpl"): Template(path.read_text(encoding="utf-8")).substitute(values).encode()
        for path in sorted(_FILES.glob("*.tmpl"))
    }
    files[wheel] = content
    files["requirements.txt"] = "\n".join([*pinned_requirements(), ""]).encode()
    spec = course.root / "exercises" / "course.toml"
    if spec.is_file():
        files["course/exercises/course.toml"] = spec.read_bytes()
    for exercise in exercises:
        name = exercise.spec.folder_name
        files |= dict(_tree(exercise.folder, f"course/exercises/{name}"))
        if exercise.reference is not None:
            files |= dict(_tree(exercise.reference, f"course/reference_solutions/{name}"))
    return files


def _tree(folder: Path, name: str) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not _SKIPPED.intersection(path.relative_to(folder).parts):
            yield f"{name}/{path.relative_to(folder).as_posix()}", path.read_bytes()


def _zip(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            member = zipfile.ZipInfo(name, _TIME)
            member.create_system = 3  # Unix, or the mode is not looked at
            member.external_attr = (0o100755 if name in _EXECUTABLE else 0o100644) << 16
            archive.writestr(member, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _write_folder(files: Mapping[str, bytes], target: Path) -> None:
    require_folder(target)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UsageError(f"{target} is there already.", advice="Name a folder that does not exist yet, or a .zip.")
    target.parent.mkdir(parents=True, exist_ok=True)
    with nests.beside(target.parent) as staging:
        built = staging / "bundle"
        for name, content in files.items():
            path = built / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            path.chmod(0o755 if name in _EXECUTABLE else 0o644)
        if target.exists():
            target.rmdir()
        shutil.move(built, target)


def _gib(size: int) -> str:
    return f"{-(-size * 10 // 2**30) / 10:g} GiB"


def _remarks(exercises: Sequence[Exercise], size: int) -> Iterator[str]:
    if size > _MOST_BYTES:
        yield f"It holds {size // 2**20} MiB, and Gradescope takes 100 MiB: grade fewer exercises with one autograder."
    needing = [exercise.spec.id for exercise in exercises if any(check.requires.cuda for check in exercise.spec.check)]
    points = plain(sum((exercise.spec.max_points for exercise in exercises), Decimal(0)))
    memory = max(exercise.spec.limits.memory for exercise in exercises) + _OWN_MEMORY
    yield f"On Gradescope, give the assignment {points} autograder points and its container {_gib(memory)} of memory."
    if needing:
        yield f"Gradescope has no GPU: the checks of {', '.join(needing)} that need one stay pending there."
    yield "It holds hidden checks and reference solutions: upload it, and keep it from students."
