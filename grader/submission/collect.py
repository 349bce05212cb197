"""From a folder that somebody filled to a private copy of the files that count.

Nothing in a submission makes this raise: what is wrong with it is said in
`Submission.problems`, in words for the student.
"""

import difflib
import fnmatch
import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from grader.confine.policy import Mode
from grader.errors import UsageError, say
from grader.model.clean import clean_line
from grader.model.exercise import Exercise
from grader.model.reserved import reserved
from grader.model.submission import Submission, SubmittedFile
from grader.model.text import Language
from grader.submission.notebook import left_note, made_note, notebook_for, read_code
from grader.submission.problems import STRANGERS, Problem, readable_size
from grader.submission.safe import copy_file, is_there, names_in, open_folder, write_file

_MOST_STRANGERS = 5


@dataclass(frozen=True)
class Bounds:
    """How much may be handed in for one exercise; `entries` bounds how many names are looked at."""

    files: int = 200
    bytes_each: int = 32 * 2**20
    bytes_total: int = 64 * 2**20
    entries: int = 10_000


def locate(exercise: Exercise, folder: Path) -> Path | None:
    """Find what was handed in for an exercise.

    Args:
        exercise: the exercise.
        folder: the submission: a folder of exercises' folders, one exercise's folder, or one that holds its files.

    Returns:
        `FOLDER/<id>-<slug>`; else FOLDER itself where it is called so or holds one of
        the exercise's files, or a notebook in place of one; else the one folder in it
        that is called by the id, the slug or in other letter case; else None.

    Raises:
        UsageError: where `folder` is no folder.
    """
    if not folder.is_dir():
        path = clean_line(str(folder))
        raise UsageError(
            say("{path} is not a folder.", path=path)
            if os.path.lexists(folder)
            else say("{path} does not exist.", path=path),
            advice=say("Name the folder that holds your exercises; without a name it is the current one."),
        )
    folder = folder.resolve()
    inside = folder / exercise.spec.folder_name
    if os.path.lexists(inside):
        return inside
    if _is_called(folder.name, exercise) or any(handed_in_as(file, folder) for file in exercise.spec.files):
        return folder
    similar = [path for path in folder.iterdir() if _is_called(path.name, exercise) and path.is_dir()]
    return similar[0] if len(similar) == 1 else None


def _is_called(name: str, exercise: Exercise) -> bool:
    """Tell whether a folder's name means this exercise."""
    spec = exercise.spec
    return name.casefold() in {spec.folder_name.casefold(), spec.id.casefold(), spec.slug.casefold()}


def handed_in_as(file: str, folder: Path) -> str | None:
    """Return what lies in a folder for a declared file: itself, else the notebook of its stem, else None."""
    return next((name for name in (file, notebook_for(file)) if name and os.path.lexists(folder / name)), None)


def collect(
    exercise: Exercise,
    folder: Path | None,
    into: Path,
    *,
    language: Language = "en",
    bounds: Bounds | None = None,
    isolation: Mode = "auto",
) -> Submission:
    """Copy the files of a submission that count into a fresh private folder.

    Files are those that the exercise declares, and those that match its optional
    patterns. Only regular files are taken, none through a link, and none whose name
    would hide a module or be loaded by a tool. For a declared Python file that is not
    there, the code of a notebook of the same stem is taken.

    Args:
        exercise: the exercise.
        folder: what `locate` found; None where nothing was handed in.
        into: the folder to copy to; created with access for this user alone, or empty.
        language: of the problems.
        bounds: how much may be handed in; the usual bounds when None.
        isolation: how the process that reads a notebook is held.

    Returns:
        The copy. With `problems` it cannot be graded, and holds what could be copied.

    Raises:
        FileExistsError: where `into` holds something.
        EnvironmentFault: where the process that reads a notebook cannot be held as demanded.
    """
    into.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(into.iterdir()):
        raise FileExistsError(f"{into} is not empty")
    copier = _Copier(into, bounds or Bounds(), language, isolation)
    if folder is None:
        copier.problems.append(Problem("absent", exercise.spec.files[0], folder=exercise.spec.folder_name))
    else:
        try:
            with open_folder(folder) as root:
                copier.copy_all(root, exercise)
                if _is_called(folder.name, exercise):
                    copier.note_strangers(root, exercise)
        except Problem as problem:
            copier.problems.append(problem)
    files = tuple(sorted(copier.files, key=lambda file: file.path))
    return Submission(
        exercise=exercise.spec.id,
        folder=into,
        files=files,
        digest="" if folder is None else digest_of(files),
        problems=tuple(problem.sentence(language) for problem in copier.problems),
        notes=tuple(copier.notes),
    )


def digest_of(files: tuple[SubmittedFile, ...]) -> str:
    """Return the SHA-256 over the paths and bytes of files, whatever their order."""
    digest = hashlib.sha256()
    for file in sorted(files, key=lambda file: file.path):
        digest.update(f"{len(file.path.encode())}:{file.path}:{file.size}:{file.digest}\n".encode())
    return digest.hexdigest()


class _Copier:
    """Copies file by file within bounds, and remembers what stood in the way."""

    def __init__(self, into: Path, bounds: Bounds, language: Language, isolation: Mode) -> None:
        self.files: list[SubmittedFile] = []
        self.problems: list[Problem] = []
        self.notes: list[str] = []
        self._into = into
        self._bounds = bounds
        self._language: Language = language
        self._isolation: Mode = isolation
        self._left = bounds.bytes_total

    def copy_all(self, root: int, exercise: Exercise) -> None:
        """Copy the declared files, then those that match the optional patterns."""
        declared = exercise.spec.files
        for path in declared:
            try:
                self._take(root, path)
            except Problem as problem:
                self.problems.append(_named(problem, root) if problem.kind == "missing" else problem)
        for path in _matching(root, exercise.spec.optional, self._bounds.entries):
            if path in declared:
                continue
            try:
                if len(self.files) >= self._bounds.files:
                    raise Problem("many", path, limit=str(self._bounds.files))  # noqa: TRY301 - told like the others
                self._copy(root, path)
            except Problem as problem:
                self.problems.append(problem)
                if problem.kind in {"many", "total"}:
                    return

    def note_strangers(self, root: int, exercise: Exercise) -> None:
        """Say which Python files of the exercise's own folder do not come along: an import of one would fail."""
        taken = {file.path for file in self.files}
        strangers = sorted(
            name for name, is_folder in names_in(root) if name.endswith(".py") and not is_folder and name not in taken
        )
        if strangers and not self.problems:
            names = ", ".join(clean_line(name, 80) for name in strangers[:_MOST_STRANGERS])
            files = ", ".join(exercise.spec.files)
            self.notes.append(STRANGERS.get(self._language).format(names=names, files=files))

    def _take(self, root: int, path: str) -> None:
        """Copy a declared file, or make it of a notebook."""
        notebook = notebook_for(path)
        if notebook is None or not is_there(root, notebook):
            self._copy(root, path)
        elif is_there(root, path):
            self._copy(root, path)
            self.notes.append(left_note(path, notebook, self._language))
        else:
            self._convert(root, notebook, path)

    def _copy(self, root: int, path: str) -> None:
        _require_good_name(path)
        try:
            file = copy_file(root, path, self._into, min(self._bounds.bytes_each, self._left))
        except Problem as problem:
            if problem.kind == "large" and self._left < self._bounds.bytes_each:
                raise self._too_much(path) from None
            raise
        self._left -= file.size
        self.files.append(file)

    def _convert(self, root: int, notebook: str, path: str) -> None:
        _require_good_name(path)
        code, cells = read_code(root, notebook, isolation=self._isolation, most=self._bounds.bytes_each)
        if len(code) > self._left:
            raise self._too_much(path)
        with open_folder(self._into) as into:
            write_file(into, PurePosixPath(path).parts, code)
        self._left -= len(code)
        self.files.append(SubmittedFile(path=path, size=len(code), digest=hashlib.sha256(code).hexdigest()))
        self.notes.append(made_note(path, notebook, cells, self._language))

    def _too_much(self, path: str) -> Problem:
        return Problem("total", path, limit=readable_size(self._bounds.bytes_total))


def _require_good_name(path: str) -> None:
    shown = clean_line(path, 120)
    if shown != path:
        raise Problem("name", shown)
    reason = reserved(path)
    if reason:
        raise Problem(reason, path)


def _named(problem: Problem, root: int) -> Problem:
    """Turn a missing file into a misnamed one, where a file of a similar name lies in its place."""
    path = PurePosixPath(problem.path)
    parent = "" if path.parent == PurePosixPath() else str(path.parent)
    names = {name.casefold(): name for name, is_folder in names_in(root, parent) if not is_folder}
    for right in filter(None, (path.name, notebook_for(path.name))):
        alike = [name for name in names if name.endswith(".ipynb") == right.endswith(".ipynb")]
        close = difflib.get_close_matches(right.casefold(), alike, n=1, cutoff=0.75)
        if close:
            return Problem("misnamed", problem.path, close=clean_line(names[close[0]], 120), name=right)
    return problem


def _matching(root: int, patterns: tuple[str, ...], most: int) -> Iterator[str]:
    """Yield, in order, the files below `root` that match a pattern, looking only into folders that can hold some."""
    wanted = [PurePosixPath(pattern).parts for pattern in patterns]
    folders: list[tuple[str, ...]] = [()] if wanted else []
    looked_at = 0
    while folders:
        above = folders.pop(0)
        for name, is_folder in sorted(names_in(root, "/".join(above))):
            looked_at += 1
            if looked_at > most:
                raise Problem("many", "/".join(above), limit=str(most))
            if name.startswith(".") or name == "__pycache__":
                continue
            parts = (*above, name)
            if is_folder:
                if any(_matches(parts, pattern[: len(parts)]) and len(pattern) > len(parts) for pattern in wanted):
                    folders.append(parts)
            elif any(_matches(parts, pattern) for pattern in wanted):
                yield "/".join(parts)


def _matches(parts: tuple[str, ...], pattern: tuple[str, ...]) -> bool:
    return len(parts) == len(pattern) and all(map(fnmatch.fnmatchcase, parts, pattern))
