"""Cgroups that are used again: only those in which nothing happened that the next process could feel."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.confine.cgroups import Cgroup
from grader.confine.groups import Groups
from tests.unit.confine.test_cgroups import MB, in_group

BOUNDS = (64 * MB, 8)


@pytest.fixture
def groups() -> Iterator[Groups]:
    pool = Groups()
    yield pool
    pool.close()


def take(groups: Groups) -> Cgroup:
    group = groups.take(*BOUNDS)
    if group is None:
        pytest.skip("no cgroup is granted here")
    return group


def test_a_group_is_used_again(groups: Groups) -> None:
    first = take(groups)
    pid = in_group(first, "wait")
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    groups.give_back(first, *BOUNDS)
    assert take(groups) is first
    assert take(groups) is not first
    assert groups.take(128 * MB, 8) is not first


@pytest.mark.parametrize("act", ["memory", "threads"])
def test_a_group_that_refused_something_is_not(groups: Groups, act: str) -> None:
    """Its counters would speak of the next process."""
    first = take(groups)
    os.waitpid(in_group(first, act), 0)
    groups.give_back(first, *BOUNDS)
    assert take(groups) is not first
    assert not any(Path(door).exists() for door in first.doors)


def test_a_group_with_a_process_is_not(groups: Groups) -> None:
    """Who is still in it is killed."""
    first = take(groups)
    pid = in_group(first, "wait")
    groups.give_back(first, *BOUNDS)
    assert os.WTERMSIG(os.waitpid(pid, 0)[1]) == signal.SIGKILL
    assert take(groups) is not first


def test_closing_removes_them_all(groups: Groups) -> None:
    first = take(groups)
    groups.give_back(first, *BOUNDS)
    groups.close()
    assert not any(Path(door).exists() for door in first.doors)
