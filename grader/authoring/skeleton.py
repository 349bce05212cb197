"""`grade new`: an exercise that works from the first minute, with a TODO wherever its author has something to say."""

import re
from importlib.resources import files
from pathlib import Path
from typing import Final

from grader.errors import EnvironmentFault, UsageError

_EXERCISE: Final = {
    "exercise.toml": "spec",
    "README.md": "statement.en",
    "README.zh.md": "statement.zh",
    "NOTES.md": "notes",
    "checks.py": "hidden",
    "visible.py": "visible",
    "inside.py": "inside",
    "right/adds_to_itself.py": "right.adds",
    "right/multiplies_by_torch.py": "right.torch",
    "wrong/adds_two.py": "wrong.adds",
    "wrong/in_place.py": "wrong.inplace",
    "wrong/detached.py": "wrong.detached",
}
"""Files of the exercise's folder and the templates they are made from.

The templates have names of their own: nothing that a course keeps to itself is in the
package, and whoever looks for such names finds none.
"""

_ID: Final = re.compile(r"[0-9A-Za-z]+(\.[0-9A-Za-z]+)*")
_SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def make_skeleton(root: Path, id_: str, slug: str) -> list[Path]:
    """Write a new exercise into a course.

    Args:
        root: the course's folder, made where it does not exist.
        id_: the exercise's number, such as 7.1.
        slug: the rest of its folder's name.

    Returns:
        The folders that were made.

    Raises:
        UsageError: for an id or a slug that cannot be one, or where the exercise is there already.
        EnvironmentFault: where nothing can be written.
    """
    if not _ID.fullmatch(id_):
        raise UsageError(f"`{id_}` is no id.", advice="An id is letters and digits with dots between, such as 7.1.")
    if not _SLUG.fullmatch(slug) or slug[0].isdigit():
        raise UsageError(
            f"`{slug}` is no slug.", advice="A slug is small letters and digits with dashes between, such as scale."
        )
    name = f"{id_}-{slug}"
    folders = [root / part / name for part in ("exercises", "reference_solutions", "student_template")]
    for folder in folders:
        if folder.exists():
            raise UsageError(f"{folder} is there already.", advice="Take another id or slug, or move it away.")
    others = sorted((root / "exercises").glob(f"{id_}-*/exercise.toml"))
    if others:
        raise UsageError(f"{id_} is the id of {others[0].parent.name}.", advice="Every exercise has an id of its own.")
    module = slug.replace("-", "_")
    values = {"@ID@": id_, "@SLUG@": slug, "@MODULE@": module}
    try:
        for path, template in _EXERCISE.items():
            _write(folders[0] / path, template, values)
        _write(folders[1] / f"{module}.py", "reference", values)
        _write(folders[2] / f"{module}.py", "template", values)
    except OSError as error:
        raise EnvironmentFault(
            f"{error.filename or root} cannot be written: {error.strerror}.", advice="Name another course."
        ) from error
    return folders


def _write(path: Path, template: str, values: dict[str, str]) -> None:
    text = files("grader.authoring").joinpath("files", f"{template}.tmpl").read_text(encoding="utf-8")
    for word, value in values.items():
        text = text.replace(word, value)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
