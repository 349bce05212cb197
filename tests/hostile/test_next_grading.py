"""What one grading could leave for the next: accesses that are recorded, and names in memory that is inherited."""

import os
import re
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from textwrap import dedent
from typing import Final

import pytest

from grader.api import Report
from grader.confine.paths import library_paths
from grader.confine.probe import probe
from tests.hostile.stage import Stage, remove

pytestmark = pytest.mark.hostile

DAY: Final = 90_000 * 10**9
OF_ONE_GRADING: Final = re.compile(rb"grader-[0-9a-f]{32}|grader-[0-9]+-[0-9]+/|/grader-[a-z0-9_]{8}/")
"""Work folders, cgroups and yards."""

USES: Final = """
    import os

    PLACES = @PLACES@

    def mix(X, Y, token):
        for place in PLACES:
            if os.path.islink(place):
                os.readlink(place), os.path.exists(place)
            elif os.path.isdir(place):
                os.listdir(place)
            else:
                open(place, "rb").read()
        return X + 3 * Y
"""
LOOKS: Final = """
    import os

    PLACES = @PLACES@

    def scale(x):
        print("changed:", [place for place, then in PLACES.items() if os.lstat(place).st_atime_ns != then])
        return x
"""


def recorded() -> Iterator[tuple[str, int]]:
    """Places that a submission may read, and the time of their last access, which the next one would change."""
    for root in library_paths():
        for folder, _, names in os.walk(root):
            for place in (folder, *(f"{folder}/{name}" for name in names)):
                seen = os.lstat(place)
                then = seen.st_atime_ns
                if then <= max(seen.st_mtime_ns, seen.st_ctime_ns) or time.time_ns() - then > DAY:
                    yield place, then


def grade(stage: Stage, source: str, check: str) -> Report:
    """Grade a submission by one check."""
    folder = stage.folder / "handed-in" / f"next-{time.monotonic_ns()}"
    folder.mkdir()
    (folder / "target.py").write_text(dedent(source), encoding="utf-8")
    try:
        return stage.grade_folder(stage.exercise("9.9"), folder, (check,))
    finally:
        remove(folder)


@pytest.mark.skipif(not probe()["access times"].holds, reason="this machine grants no view without access times")
def test_what_was_read_is_not_to_be_seen(stage: Stage) -> None:
    """Files read, folders listed and links followed in a hidden check look to the next grading as they did before."""
    places = dict(islice(recorded(), 200))
    links = [place for place in ("/bin", "/lib", "/etc/mtab", "/sys/class/mem/null") if Path(place).is_symlink()]
    places |= {place: os.lstat(place).st_atime_ns for place in links}
    assert len(places) > 8
    first = grade(stage, USES.replace("@PLACES@", repr(list(places))), "test_hinted")
    assert [check.status for check in first.checks] == ["passed"], first.checks
    second = grade(stage, LOOKS.replace("@PLACES@", repr(places)), "test_visible")
    assert "changed: []" in str(second.checks[0].printed), second.checks[0].printed


def test_no_name_of_a_grading_is_in_a_zygote(stage: Stage) -> None:
    """What student processes are born with names no folder and no group of an earlier grading."""
    for _ in range(3):
        stage.honest()
    zygotes = list(stage.grader._zygotes._clients.values())
    assert zygotes
    for zygote in zygotes:
        found = {name for piece in memory(zygote.pid) for name in OF_ONE_GRADING.findall(piece)}
        assert not found


def memory(pid: int) -> Iterator[bytes]:
    """The private writable memory of a process."""
    with open(f"/proc/{pid}/mem", "rb", buffering=0) as content:  # noqa: PTH123
        for line in Path(f"/proc/{pid}/maps").read_text("utf-8").splitlines():
            addresses, mode = line.split()[:2]
            low, high = (int(word, 16) for word in addresses.split("-"))
            if mode == "rw-p":
                content.seek(low)
                yield content.read(high - low)
