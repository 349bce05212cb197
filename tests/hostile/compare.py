"""Play the table in the grader and in plain in-process pytest, and write down what became of each row.

    python -m tests.hostile.compare [--to docs/security/comparison.md] [CLASS ...]

Takes some ten minutes: plain pytest starts an interpreter and imports torch for every row.
"""

import argparse
import os
import platform
import shutil
import sys
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

import torch

from tests.hostile.in_process import SECONDS, Played, play
from tests.hostile.readable import ROOT, make
from tests.hostile.rows import TARGET, Row, load_rows
from tests.hostile.seen import Seen
from tests.hostile.stage import Stage

_UIDS: Final = 61_300
_HARMED: Final = ("success by the exit status, no point earned", "the run crashed or ended early", "hung")
_HEAD: Final = """\
Written by `python -m tests.hostile.compare`; do not edit. Every row is a submission in
`tests/hostile/submissions/`. One warm grader grades them all (isolation `confined`). Plain pytest plays those that mean
something there and hurt no machine: checks and submission in one folder and one process, as a user without rights, with
a deadline of {seconds:g} seconds. The checks and their strict comparisons are the same on both sides; what differs is
where the submission runs. A point counts as forged only where the answer is wrong.
"""


@dataclass(frozen=True)
class Here:
    """What became of a row in the grader."""

    verdict: str
    forged: bool
    effects: tuple[str, ...]


def main(arguments: list[str]) -> int:
    """Play both, write the page; 1 where the grader gave a point away or something happened beside a verdict."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--to", type=Path, default=ROOT / "docs/security/comparison.md", help="the page to write")
    parser.add_argument("groups", nargs="*", help="classes to play; all by default")
    options = parser.parse_args(arguments)
    rows = [row for row in load_rows() if not options.groups or row.group in options.groups]
    if os.geteuid() != 0:
        rows = [row for row in rows if row.only_on != "root"]
    here = in_the_grader(rows)
    there = in_plain_pytest([row for row in rows if not row.plain and not row.packed])
    options.to.parent.mkdir(parents=True, exist_ok=True)
    options.to.write_text(page(rows, here, there), encoding="utf-8")
    return int(any(found.forged or found.effects for found in here.values()))


def in_the_grader(rows: list[Row]) -> dict[str, Here]:
    """Play rows in one warm, confined grader."""
    folder = Path(tempfile.mkdtemp(prefix="stage-"))
    folder.chmod(0o755)
    found = {}
    try:
        with Stage(folder) as stage:
            for row in rows:
                seen = stage.grade(row)
                found[row.id] = Here(
                    _verdict(seen), _forged(row, seen), (*stage.harm(), *seen.leaks(), *seen.unclean())
                )
                _say(row, found[row.id].verdict)
    finally:
        shutil.rmtree(folder)
    return found


def _verdict(seen: Seen) -> str:
    counted = Counter(seen.statuses().values())
    words = ", ".join(f"{status}" + (f" ({count})" if count > 1 else "") for status, count in counted.items())
    return words or "refused" if seen.report.status == "ungradable" else words


def _forged(row: Row, seen: Seen) -> bool:
    earned = {check.name for check in seen.report.checks if check.points}
    return seen.report.status == "internal" or not earned <= row.deserved


def in_plain_pytest(rows: list[Row]) -> dict[str, Played]:
    """Play rows in plain pytest, two at a time, each as a user of its own where this is root."""
    if os.geteuid() != 0:
        return dict(zip([row.id for row in rows], _play_all(rows, Path(sys.executable), ROOT), strict=True))
    folder = Path(tempfile.mkdtemp(prefix="readable-"))
    folder.chmod(0o755)
    try:
        python, tree = make(folder / "home", _UIDS)
        return dict(zip([row.id for row in rows], _play_all(rows, python, tree), strict=True))
    finally:
        shutil.rmtree(folder)


def _play_all(rows: list[Row], python: Path, root: Path) -> list[Played]:
    honest = _play_one(python, root, honest_row())
    if not honest.passed >= set(honest_row().ends):
        raise SystemExit(f"the honest submission fails in plain pytest, so the comparison would mean nothing: {honest}")
    with ProcessPoolExecutor(2) as pool:
        return list(pool.map(partial(_play_one, python, root), rows))


def _play_one(python: Path, root: Path, row: Row) -> Played:
    uid = _UIDS + os.getpid() % 1000 if os.geteuid() == 0 else None
    played = play(row, python, root, uid)
    _say(row, f"plain: {played.verdict(row)} {played.effects}")
    return played


def honest_row() -> Row:
    """The right answer, as a row: it has to earn everything on either side."""
    names = ("visible", "shown", "twice", "raises", "even", "parts", "predicts", "remembers", "checkpoint", "hinted")
    ends: Any = {f"test_{name}": "passed" for name in (*names, "saves", "asks", "learns")}
    solution = TARGET / "reference_solutions/9.9-target"
    return Row(group="honest", name="reference", source=solution, tries="Is right.", ends=ends)


def page(rows: list[Row], here: dict[str, Here], there: dict[str, Played]) -> str:
    """Return the page in Markdown."""
    lines = [
        "# The hostile table, in the grader and in plain pytest",
        "",
        _HEAD.format(seconds=SECONDS),
        (
            f"Python {platform.python_version()}, torch {torch.__version__}, Linux {platform.release().split('-')[0]} "
            f"on {platform.machine()}, as {'root' if os.geteuid() == 0 else 'an ordinary user'}."
        ),
        "",
        *_totals(rows, here, there),
    ]
    for group in dict.fromkeys(row.group for row in rows):
        lines += ["", f"## {group}", "", "| row | what it tries | grader | plain pytest |", "|---|---|---|---|"]
        for row in rows:
            if row.group == group:
                lines.append(f"| {row.name} | {row.tries} | {_left(here[row.id])} | {_right(row, there.get(row.id))} |")
    return "\n".join(lines) + "\n"


def _totals(rows: list[Row], here: dict[str, Here], there: dict[str, Played]) -> list[str]:
    verdicts = {row.id: there[row.id].verdict(row) for row in rows if row.id in there}
    forged = [name for name, verdict in verdicts.items() if "forged" in verdict]
    counted = Counter(verdict for verdict in verdicts.values() if verdict in _HARMED)
    beside = [name for name, played in there.items() if played.effects]
    untouched = [name for name, verdict in verdicts.items() if "point" in verdict and name not in (*forged, *beside)]
    lines = [
        "| | grader | plain pytest |",
        "|---|---:|---:|",
        f"| rows played | {len(here)} | {len(there)} |",
        f"| points for wrong answers | {sum(found.forged for found in here.values())} | {len(forged)} |",
    ]
    lines += [f"| {words} | 0 | {counted[words]} |" for words in _HARMED]
    happened = sum(bool(found.effects) for found in here.values())
    return [
        *lines,
        f"| something happened beside the verdict | {happened} | {len(beside)} |",
        f"| none of these | {sum(not (f.forged or f.effects) for f in here.values())} | {len(untouched)} |",
    ]


def _left(found: Here) -> str:
    return "; ".join([found.verdict, *found.effects]) if found.effects or found.forged else found.verdict


def _right(row: Row, played: Played | None) -> str:
    if played is None:
        return "not played: " + (row.plain or "it takes no archives")
    return "; ".join([played.verdict(row), *played.effects])


def _say(row: Row, words: str) -> None:
    sys.stderr.write(f"{row.id}: {words}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
