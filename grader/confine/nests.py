"""Where a process of the grader makes its temporary folders: all in one, its nest, which it holds while it lives.

A process that is killed removes nothing. So whoever makes a nest looks at the others that are there, and removes those
of this user that nobody holds any more, with what is in them.

A nest's name cannot be guessed, nor can those of the folders in it, and it can be passed through but not listed: a
submission knows the way to its own work folder and so the nest's name, but no other folder's in it.
"""

import atexit
import contextlib
import os
import re
import secrets
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from grader.confine.holding import hold
from grader.confine.work import sweep

_NAME: Final = re.compile(r"grader-nest-[0-9a-f]{32}")
_TRIES: Final = 3


@dataclass(frozen=True)
class _Nest:
    folder: Path
    held: int | None


_nests: Final[dict[tuple[int, str], _Nest]] = {}
"""By process, since a fork takes the table along, and by the folder that the nest is in."""
_lock: Final = threading.Lock()


def make(root: str | None = None) -> Path:
    """Make a folder for this user alone, under a name that cannot be guessed.

    Args:
        root: what the nest is in; the temporary folder by default.

    Raises:
        OSError: it cannot be made.
    """
    root = root or tempfile.gettempdir()
    with _lock:
        key = (os.getpid(), root)
        if key not in _nests or not _nests[key].folder.is_dir():
            _nests[key] = _build(Path(root))
        folder = _nests[key].folder / secrets.token_hex(16)
        folder.mkdir(mode=0o700)
    return folder


@contextmanager
def scratch(root: str | None = None) -> Iterator[Path]:
    """Yield a folder as `make` does, and remove it with all that is in it."""
    folder = make(root)
    try:
        yield folder
    finally:
        with contextlib.suppress(OSError):
            sweep(str(folder))
        if root is None:  # another one is used by many gradings, one after the other
            leave()


@contextmanager
def beside(root: Path) -> Iterator[Path]:
    """Yield a folder beside what will be made of it, on the same file system; nothing of it stays."""
    try:
        with scratch(str(root)) as folder:
            yield folder
    finally:
        leave()


@atexit.register
def leave() -> None:
    """Remove this process's nests that are empty."""
    with _lock:
        for key, nest in list(_nests.items()):
            if key[0] != os.getpid():
                continue
            try:
                nest.folder.rmdir()
            except FileNotFoundError:
                pass
            except OSError:
                continue  # something is still in it
            del _nests[key]
            if nest.held is not None:
                os.close(nest.held)


def _build(root: Path) -> _Nest:
    sweep_dead(root)
    for left in reversed(range(_TRIES)):
        folder = root / f"grader-nest-{secrets.token_hex(16)}"
        folder.mkdir()
        folder.chmod(0o711)  # whatever the umask is: students' user ids pass through
        held = hold(folder)
        if held is not None or not left:  # without locks here, nobody will sweep it either
            return _Nest(folder, held)
        with contextlib.suppress(OSError):  # somebody else took it for a dead one's, and removes it
            folder.rmdir()
    raise AssertionError  # pragma: no cover


def sweep_dead(root: Path) -> None:
    """Remove the nests of dead processes of this user.

    Args:
        root: the folder that they are in.
    """
    with contextlib.suppress(OSError):
        for folder in [path for path in root.iterdir() if _NAME.fullmatch(path.name)]:
            held = hold(folder)
            if held is None:
                continue
            try:
                sweep(str(folder))
            except OSError:
                continue  # a process that dies just now still writes there: the next one sweeps
            finally:
                os.close(held)
