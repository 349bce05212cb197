"""Who handed in what: the submissions of a folder, and their learners by file name or by roster."""

import csv
from dataclasses import dataclass
from pathlib import Path

from grader.errors import UsageError
from grader.model.clean import clean_line
from grader.model.names import is_exact, key_of, shown, shown_apart

ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")
SINGLE_FILES = (".ipynb", ".py")
LEARNER, SUBMISSION = "learner", "submission"


@dataclass(frozen=True)
class Entry:
    """One learner's submission: a folder, an archive, or (for a single exercise) one file. The learner is clean."""

    learner: str
    path: Path


@dataclass(frozen=True)
class Entries:
    """All submissions, and what a roster and a folder disagree about, in sentences."""

    found: tuple[Entry, ...]
    remarks: tuple[str, ...] = ()


def find_entries(folder: Path, roster: Path | None = None) -> Entries:
    """Find the submissions in a folder, ordered by learner.

    Without a roster a learner is called as the folder or file is, less its
    extension. Names that begin with a dot are not looked at.

    Args:
        folder: holds a folder, an archive or a file for each learner.
        roster: CSV with the columns `learner` and `submission`, a name in `folder`
            with or without its extension.

    Raises:
        UsageError: no such folder, nothing in it, two submissions of one learner or of two whose names are one when
            they are written, or an unusable roster.
    """
    if not folder.is_dir():
        raise UsageError(
            f"{folder} is no folder.", advice="Name the folder that holds one submission for each learner."
        )
    paths = {path.name: path for path in sorted(folder.iterdir()) if _is_submission(path)}
    if not paths:
        raise UsageError(
            f"{folder} holds no submissions.",
            advice="A submission is a folder, a zip or tar archive, or, for one exercise, a .py or .ipynb file.",
        )
    named, remarks = _read_roster(roster, paths) if roster else ({}, [])
    entries = []
    for name, path in paths.items():
        given = named.get(name) or _stem(path)
        learner = clean_line(given)
        if not learner:
            raise UsageError(
                f"{shown(path.name)} is a name of nobody: nothing in it can be seen.",
                advice="Rename it, or say with --roster whose it is.",
            )
        if learner != given:
            remarks.append(f"{shown(path.name)} has characters that cannot be written: its learner is {learner}.")
        entries.append(Entry(learner, path))
    if roster:
        strangers = [entry.path.name for entry in entries if entry.path.name not in named]
        remarks += [f"{clean_line(name)} is in no row of the roster; its name is taken." for name in strangers]
    seen: dict[str, Path] = {}
    for entry in entries:
        key = key_of(entry.learner)
        if key in seen:
            first, second = shown_apart(seen[key].name, entry.path.name)
            raise UsageError(
                f"{first} and {second} are both submissions of {entry.learner}.",
                advice="Leave one of them in the folder, or tell them apart with --roster.",
            )
        seen[key] = entry.path
    return Entries(tuple(sorted(entries, key=lambda entry: entry.learner)), tuple(remarks))


def _is_submission(path: Path) -> bool:
    if path.name.startswith(".") or path.is_symlink():
        return False
    return path.is_dir() or (path.is_file() and path.name.lower().endswith((*ARCHIVES, *SINGLE_FILES)))


def _stem(path: Path) -> str:
    if path.is_dir():
        return path.name
    lower = path.name.lower()
    ending = max((ending for ending in (*ARCHIVES, *SINGLE_FILES) if lower.endswith(ending)), key=len)
    return path.name[: -len(ending)] or path.name


def _read_roster(roster: Path, paths: dict[str, Path]) -> tuple[dict[str, str], list[str]]:
    try:
        with roster.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"The roster {roster} cannot be read: {error}.", advice="It is CSV in UTF-8.") from None
    if not rows or not {LEARNER, SUBMISSION} <= set(rows[0]):
        raise UsageError(
            f"The roster {roster} lacks the columns `{LEARNER}` and `{SUBMISSION}`, or has no rows.",
            advice="Its first line names the columns.",
        )
    by_stem = {_stem(path): name for name, path in paths.items()}
    named: dict[str, str] = {}
    remarks = []
    for row in rows:
        wanted, learner = (row[SUBMISSION] or "").strip(), (row[LEARNER] or "").strip()
        if learner and not is_exact(learner):
            raise UsageError(
                f"The roster {roster} calls a learner {shown(learner)}, which cannot be written exactly.",
                advice="A name is one line, without controls, invisible characters or several blanks in a row.",
            )
        name = wanted if wanted in paths else by_stem.get(wanted)
        if name is None or not learner:
            remarks.append(f"{clean_line(learner or wanted)} has no submission.")
        else:
            named[name] = learner
    return named, remarks
