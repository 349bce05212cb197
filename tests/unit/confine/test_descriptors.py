"""What was open before is closed."""

import contextlib
import fcntl
import os
import sys

import pytest

from grader.confine import descriptors, kernel
from grader.confine.policy import UnavailableError
from tests.unit.confine.children import Children, Ground

pytestmark = pytest.mark.unit


def open_ones() -> list[int]:
    """Descriptors that this process has, up to 1024."""
    found = []
    for descriptor in range(1024):
        with contextlib.suppress(OSError):
            os.fstat(descriptor)
            found.append(descriptor)
    return found


def test_only_the_named_stay(children: Children, ground: Ground) -> None:
    """Standard streams and the descriptors of the policy stay; the rest is closed, wherever it was."""
    opened = [os.open(ground.hidden / "file", os.O_RDONLY) for _ in range(6)]
    far = fcntl.fcntl(opened[0], fcntl.F_DUPFD, 90)  # behind a gap, without taking the place of one that is open
    try:
        found = children.run(open_ones, keep=(opened[1], opened[4])).value
    finally:
        for descriptor in (*opened, far):
            os.close(descriptor)
    assert [descriptor for descriptor in (0, 1, 2, opened[1], opened[4]) if descriptor not in found] == []
    assert len(found) == 6  # and the pipe that this answer came through


def test_without_close_range(children: Children, monkeypatch: pytest.MonkeyPatch, ground: Ground) -> None:
    """Where the kernel has no call for it, the listed descriptors are closed one by one."""

    def absent(name: str, *_arguments: int) -> int:
        raise UnavailableError(f"{name} is not here on {sys.platform}")

    monkeypatch.setattr(kernel, "call", absent)
    opened = os.open(ground.hidden / "file", os.O_RDONLY)
    try:
        found = children.run(open_ones, confine=descriptors.hold).value
    finally:
        os.close(opened)
    assert opened not in found
    assert len(found) == 4
