"""An archive taken apart in memory: the parsers, and the judgment of names, without a process and without a disk."""

import io

from grader.reader.archive import read_archive
from grader.reader.messages import Bounds, File, Folder, Refusal
from grader.submission.problems import Problem
from grader.submission.unpack import Names

Files = dict[tuple[str, ...], bytes]


def unpacked(archive: bytes, bounds: Bounds | None = None) -> tuple[Files, set[tuple[str, ...]]]:
    """Return the files and the folders of an archive, by the parts of their names.

    Raises:
        Refusal: by the reader.
        Problem: by the parent, for a name.
        Exception: of a parser.
    """
    names = Names()
    files: Files = {}
    folders: set[tuple[str, ...]] = set()
    for told, body in read_archive(io.BytesIO(archive), bounds or Bounds()):
        if isinstance(told, File):
            files[names.file(told.path)] = body
        else:
            assert isinstance(told, Folder)
            folders.add(names.folder(told.path))
    return files, folders


def verdict(archive: bytes, bounds: Bounds | None = None) -> str:
    """Return why an archive is refused, as the process and its parent say it together; empty where it is taken."""
    try:
        unpacked(archive, bounds)
    except Refusal as refusal:
        return refusal.no.why
    except Problem as problem:
        return problem.kind
    except (MemoryError, RecursionError):
        return "exhausting"
    except Exception:  # noqa: BLE001 - as the process does
        return "damaged"
    return ""
