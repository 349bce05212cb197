"""What earlier audits have found out: a verdict that nothing has touched since need not be found again.

The key of a trial is a digest of all that decides it: the checks, the parts of the spec
that a judge reads, the reference, what is graded, the seed, and the grader itself.
Titles, hints and declared mutants are not among them, so that an author who edits
these does not wait.
"""

import hashlib
import json
import os
import platform
import sqlite3
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

import grader
from grader.model.exercise import Exercise

_KEPT_SECONDS: Final = 60 * 24 * 3600
_SCHEMA: Final = "CREATE TABLE IF NOT EXISTS verdicts (key TEXT PRIMARY KEY, value TEXT NOT NULL, used REAL NOT NULL)"
_NO_PART: Final = {"audit", "authoring", "batch", "cli", "reader", "render", "spec", "submission", "api.py"}
_JUDGED: Final = {"id", "files", "limits", "preload", "check", "manual"}
_SHOWN: Final = {"title", "hint", "points"}


@dataclass(frozen=True)
class Memory:
    """Verdicts by key, in one SQLite file. Safe to use from several threads and processes.

    A file that cannot be opened or is damaged is as good as none: audits only take longer.
    """

    database: sqlite3.Connection | None
    lock: threading.Lock

    def get(self, key: str) -> str | None:
        """Return what was kept under a key."""
        if self.database is None:
            return None
        with self.lock:
            try:
                found = self.database.execute("SELECT value FROM verdicts WHERE key = ?", (key,)).fetchone()
                if found is None:
                    return None
                self.database.execute("UPDATE verdicts SET used = ? WHERE key = ?", (time.time(), key))
            except sqlite3.Error:
                return None
        return str(found[0])

    def put(self, key: str, value: str) -> None:
        """Keep a value."""
        if self.database is None:
            return
        with self.lock:
            try:
                self.database.execute("INSERT OR REPLACE INTO verdicts VALUES (?, ?, ?)", (key, value, time.time()))
            except sqlite3.Error:
                return

    def close(self) -> None:
        """Forget what nobody has asked for in a long time, and let go of the file."""
        if self.database is not None:
            with self.lock:
                try:
                    self.database.execute("DELETE FROM verdicts WHERE used < ?", (time.time() - _KEPT_SECONDS,))
                finally:
                    self.database.close()


def no_memory() -> Memory:
    """Return a memory that keeps nothing."""
    return Memory(None, threading.Lock())


def open_memory(environ: Mapping[str, str]) -> Memory:
    """Open this user's memory of audits, in the usual folder for such files."""
    root = environ.get("XDG_CACHE_HOME") or os.path.join(environ.get("HOME") or "", ".cache")  # noqa: PTH118 -- may be ""
    folder = Path(root) / "grader"
    if not folder.is_absolute():
        return no_memory()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(folder / "audit.sqlite3", isolation_level=None, check_same_thread=False, timeout=30)
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=OFF")
        database.execute(_SCHEMA)
    except (OSError, sqlite3.Error):
        return no_memory()
    return Memory(database, threading.Lock())


def judged_digest(exercise: Exercise) -> str:
    """Return a digest of all that decides a verdict on the exercise's side, but for the reference."""
    spec = exercise.spec.model_dump(mode="json", include=_JUDGED)
    for entry in (*spec["check"], *spec["manual"]):
        for key in _SHOWN:
            entry.pop(key, None)
    files = (exercise.checks_file, exercise.visible_file, exercise.inside_file)
    digest = hashlib.sha256()
    for part in (json.dumps(spec, sort_keys=True).encode(), *(file.read_bytes() if file else b"" for file in files)):
        digest.update(f"{len(part)}\0".encode() + part)
    return digest.hexdigest()


@cache
def folder_digest(folder: Path | None) -> str:
    """Return a digest of a folder's files; for one audit it is taken once."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")) if folder is not None else ():
        if path.is_file() and "__pycache__" not in path.parts:
            content = path.read_bytes()
            name = path.relative_to(folder).as_posix() if folder is not None else ""
            digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


@cache
def grader_digest() -> str:
    """Return a digest of those rooms of the grader that have a part in verdicts, of torch and of Python."""
    root = Path(grader.__file__).parent
    digest = hashlib.sha256(f"{platform.python_version()} {version('torch')} {platform.machine()}".encode())
    for path in sorted(root.rglob("*.py")):
        if path.relative_to(root).parts[0] not in _NO_PART:
            digest.update(path.read_bytes())
    return digest.hexdigest()
