"""From an archive that somebody packed to a fresh private folder.

A reader, a confined process, takes the archive apart (`reading`). It may have been
taken over by what it read, so every name that it tells is looked at here, and this
process writes: below the fresh folder, through no link, over nothing.
"""

import os
import re
import shutil
import unicodedata
from collections.abc import Collection
from pathlib import Path

from grader.confine.policy import Mode
from grader.errors import EnvironmentFault, say
from grader.model.clean import clean, clean_line
from grader.reader.messages import Bounds, File, Folder
from grader.submission.problems import Problem, readable_size
from grader.submission.reading import Reading
from grader.submission.safe import make_folder, open_file, open_folder, write_file

_MOST_NAME = 255
_MOST_PATH = 1024
_DEEPEST = 32


def unpack(archive: Path, into: Path, *, isolation: Mode = "auto", bounds: Bounds | None = None) -> None:
    """Unpack a zip or tar archive, plain or compressed with gzip, bzip2 or xz; its first bytes tell which it is.

    Dot files, caches and what macOS adds are left out. An archive in the archive stays one.

    Args:
        archive: a regular file.
        into: the folder to unpack to; made with access for this user alone, or empty. It is gone after a refusal.
        isolation: how the process that parses the archive is held.
        bounds: how much it may hold; the usual bounds when None.

    Raises:
        Problem: the archive is refused.
        EnvironmentFault: there is no room, or the process cannot be held as demanded.
        FileExistsError: where `into` holds something.
    """
    bounds = bounds or Bounds()
    into.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(into.iterdir()):
        raise FileExistsError(f"{into} is not empty")
    try:
        with open_folder(archive.parent.resolve()) as beside, open_file(beside, archive.name) as file:
            _write(file.fileno(), clean_line(archive.name, 120), into, isolation, bounds)
    except OSError as error:
        shutil.rmtree(into)
        raise EnvironmentFault(
            say(
                "{path} cannot be unpacked to {into}: {reason}.",
                path=clean_line(str(archive)),
                into=into,
                reason=error.strerror,
            ),
            advice=say("Make room there, or set TMPDIR to another folder."),
        ) from error
    except BaseException:
        shutil.rmtree(into)
        raise


def _write(descriptor: int, shown: str, into: Path, isolation: Mode, bounds: Bounds) -> None:
    if os.fstat(descriptor).st_size > bounds.total:
        raise Problem("all", shown, limit=readable_size(bounds.total))
    names = Names()
    with (
        open_folder(into) as root,
        Reading("archive", descriptor, shown, isolation=isolation, bounds=bounds) as reading,
    ):
        for told, body in reading.contents():
            if isinstance(told, Folder):
                make_folder(root, names.folder(told.path))
            elif isinstance(told, File):
                write_file(root, names.file(told.path), body)
            else:
                raise Problem("damaged", shown)


def unwrap(root: Path, exercises: Collection[str]) -> Path:
    """Look through folders that wrap everything, as programs add them.

    Args:
        root: what was unpacked.
        exercises: names of exercises' folders. One of them is looked through only where it is the outermost, for
            then it is what was packed: `5.1.2-block.zip` is that exercise, `my-work.zip` the folder of exercises.

    Returns:
        The folder to grade.
    """
    folder = root
    while True:
        inner = list(folder.iterdir())
        if len(inner) != 1 or not inner[0].is_dir():
            return folder
        if inner[0].name in exercises:
            return inner[0] if folder == root else folder
        folder = inner[0]


class Names:
    """The names told so far: each is plain, and none is another one for somebody.

    On a file system that folds cases, or composes characters, two names may be one
    file, and which of the two is graded would be a matter of who looks.
    """

    def __init__(self) -> None:
        self._spelling: dict[str, str] = {}
        self._files: set[str] = set()

    def folder(self, name: str) -> tuple[str, ...]:
        """Return the parts of a folder's name, none for the top. Raises Problem where it may not have that name."""
        parts = _parts(name)
        for length in range(1, len(parts) + 1):
            path = "/".join(parts[:length])
            if path in self._files or self._spelling.setdefault(_folded(path), path) != path:
                raise Problem("twice", clean_line(name, 120))
        return parts

    def file(self, name: str) -> tuple[str, ...]:
        """Return the parts of a file's name. Raises Problem where it may not have that name."""
        parts = _parts(name)
        if not parts:
            raise Problem("name", clean_line(name, 120))
        self.folder("/".join(parts[:-1]))
        path = "/".join(parts)
        if _folded(path) in self._spelling:
            raise Problem("twice", clean_line(name, 120))
        self._spelling[_folded(path)] = path
        self._files.add(path)
        return parts


def _parts(name: str) -> tuple[str, ...]:
    """Split a name that stays inside on every system, and that can be shown."""
    shown = clean_line(name, 120)
    parts = tuple(part for part in name.split("/") if part not in {"", "."})
    if name.startswith("/") or ".." in parts or "\\" in name or re.match("[A-Za-z]:", name):
        raise Problem("outside", shown)
    if (
        len(name.encode(errors="replace")) > _MOST_PATH
        or len(parts) > _DEEPEST
        or any(len(p.encode(errors="replace")) > _MOST_NAME for p in parts)
    ):
        raise Problem("long_name", shown)
    if "\n" in name or "\t" in name or clean(name, 2 * _MOST_PATH) != name:
        raise Problem("name", shown)
    return parts


def _folded(path: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", path).casefold())
