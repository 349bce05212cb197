"""Every row of the hostile table ends as it must, harms nobody, and takes nothing away."""

import os
import platform
import re
import time

import pytest

from grader.confine.probe import probe
from tests.hostile.rows import Row, load_rows
from tests.hostile.seen import Seen
from tests.hostile.stage import NEIGHBOR, Stage

pytestmark = pytest.mark.hostile
ROWS = load_rows()


def parameters() -> list[object]:
    """One parameter for each row; the slow ones marked, those that this machine cannot play skipped."""
    found: list[object] = []
    places = {
        "": True,
        "x86_64": platform.machine() == "x86_64",
        "root": os.geteuid() == 0,
        "access times": probe()["access times"].holds,
    }
    for row in ROWS:
        here = places[row.only_on]
        marks = [pytest.mark.slow] * row.slow + [pytest.mark.skip(reason=f"needs {row.only_on}")] * (not here)
        found.append(pytest.param(row, id=row.id, marks=marks))
    return found


@pytest.mark.parametrize("row", parameters())
def test_row(stage: Stage, row: Row) -> None:
    """The submission ends as the row says, nothing happened that must not, and an honest neighbor gets its points."""
    seen = play(stage, row)
    verdicts = "\n".join(
        f"{c.name}: {c.status}: {c.message} {c.incidents} {c.traceback} {c.printed}" for c in seen.report.checks
    )
    assert seen.report.status in row.report, f"{seen.report.message}\n{verdicts}"
    for name, statuses in row.ends.items() if seen.report.checks else ():
        assert seen.statuses()[name] in statuses, verdicts
    earned = {check.name for check in seen.report.checks if check.points}
    assert earned <= row.deserved, verdicts
    if seen.report.checks:
        assert seen.report.environment.isolation == "confined"
    incidents = [text for check in seen.report.checks for text in check.incidents]
    assert row.incident in (None, bool(incidents)), incidents
    assert not any(check.incidents for check in seen.report.for_student().checks)
    if row.says:
        assert re.search(row.says, f"{seen.report.message}\n{verdicts}"), verdicts
    assert seen.seconds < row.within
    for check in seen.report.checks:
        assert check.name not in row.quick or (check.seconds or 0.0) < seen.report.environment.limits.seconds, verdicts
    assert not seen.leaks()
    assert not seen.unclean()
    assert not stage.harm()
    for report in (*seen.neighbors, stage.honest()[0]):
        assert report.score == report.max_score == len(NEIGHBOR), report.checks


def play(stage: Stage, row: Row) -> Seen:
    """Grade the row; a slow one with honest submissions beside it."""
    if not row.slow:
        return stage.grade(row)
    with stage.neighbor() as neighbors:
        seen = stage.grade(row)
    assert neighbors
    return Seen(seen.report, seen.seconds, neighbors)


def test_every_class_has_its_rows() -> None:
    """No class of attacks has fewer than eight rows, and each says in a sentence what it tries."""
    groups: dict[str, int] = {}
    for row in ROWS:
        groups[row.group] = groups.get(row.group, 0) + 1
        assert re.fullmatch(r"[A-Z].*[.]", row.tries), row.id
    assert len(groups) == 17, sorted(groups)
    assert {group: count for group, count in groups.items() if count < 8} == {}


@pytest.mark.slow
def test_the_machine_is_left_as_it_was(stage: Stage) -> None:
    """After the whole table nothing is left, and an honest grading is as quick as a person may expect."""
    assert not stage.harm()
    began = time.monotonic()
    report, _seconds = stage.honest()
    assert report.score == report.max_score
    assert time.monotonic() - began < 5.0
