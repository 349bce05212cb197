"""What a killed process of the grader leaves is removed by the next one; what a living one has stays."""

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from grader.confine import cgroups, nests
from grader.confine.holding import hold

MAKES = """
import signal, sys
from pathlib import Path
from grader.confine import nests
folder = nests.make(sys.argv[1])
(folder / "copy").write_text("of a submission")
(folder / "deep" / "er").mkdir(parents=True)
(folder / "deep" / "link").symlink_to(sys.argv[1])
(folder / "deep").chmod(0)
print(folder, flush=True)
signal.pause()
"""
MAKES_GROUP = """
import signal
from grader.confine.groups import Groups
group = Groups().take(2**26, 8)
print(*(group.doors if group else ()), flush=True)
signal.pause()
"""


@contextmanager
def other(program: str, *arguments: str) -> Iterator[tuple["subprocess.Popen[str]", list[Path]]]:
    """Run a program in a process of its own; yield it, and the paths that it told."""
    with subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])},
    ) as process:
        assert process.stdout is not None
        try:
            yield process, [Path(word) for word in process.stdout.readline().split()]
        finally:
            process.kill()


@pytest.fixture(autouse=True)
def _as_new() -> Iterator[None]:
    nests.leave()
    yield
    nests.leave()


def test_names_cannot_be_guessed_nor_listed(tmp_path: Path) -> None:
    """A nest can be passed through; what is in it is for its user alone."""
    first, second = nests.make(str(tmp_path)), nests.make(str(tmp_path))
    assert first.parent == second.parent
    assert first.parent.parent == tmp_path
    assert len({first.name, second.name, first.parent.name}) == 3
    assert all(len(path.name.rpartition("-")[2]) == 32 for path in (first, second, first.parent))
    assert stat.S_IMODE(first.parent.stat().st_mode) == 0o711
    assert stat.S_IMODE(first.stat().st_mode) == 0o700


def test_whatever_the_umask_is(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        assert stat.S_IMODE(nests.make(str(tmp_path)).parent.stat().st_mode) == 0o711
    finally:
        os.umask(before)


def test_a_nest_goes_with_the_last_folder_in_it(tmp_path: Path) -> None:
    folder = nests.make(str(tmp_path))
    nests.leave()
    assert folder.is_dir()
    folder.rmdir()
    nests.leave()
    assert list(tmp_path.iterdir()) == []
    with nests.scratch(str(tmp_path)) as another:
        (another / "file").touch()
    nests.leave()
    assert list(tmp_path.iterdir()) == []


def test_a_nest_that_somebody_removed_is_made_anew(tmp_path: Path) -> None:
    """A cleaner of temporary folders, say."""
    first = nests.make(str(tmp_path))
    first.rmdir()
    first.parent.rmdir()
    assert nests.make(str(tmp_path)).is_dir()


def test_what_a_killed_process_left_is_removed_by_the_next(tmp_path: Path) -> None:
    """Closed folders and links included; nothing that a link leads to."""
    kept = tmp_path / "kept"
    kept.write_text("of somebody else")
    with other(MAKES, str(tmp_path)) as (process, (left,)):
        process.send_signal(signal.SIGKILL)
        process.wait(30)
        assert left.is_dir()
        ours = nests.make(str(tmp_path))
    assert not left.parent.exists()
    assert set(tmp_path.iterdir()) == {kept, ours.parent}


def test_what_a_living_process_has_stays(tmp_path: Path) -> None:
    """A stopped one is alive."""
    with other(MAKES, str(tmp_path)) as (process, (theirs,)):
        process.send_signal(signal.SIGSTOP)
        ours = nests.make(str(tmp_path))
        nests.sweep_dead(tmp_path)
        assert (theirs / "copy").read_text() == "of a submission"
        assert ours.is_dir()
    nests.sweep_dead(tmp_path)
    assert not theirs.exists()
    assert ours.is_dir()


@pytest.mark.parametrize("name", ["grader-nest-short", "grader-" + "0" * 32, "nest", "grader-nest-" + "g" * 32])
def test_what_is_called_otherwise_stays(name: str, tmp_path: Path) -> None:
    (tmp_path / name).mkdir()
    nests.make(str(tmp_path))
    assert (tmp_path / name).is_dir()


def test_what_is_no_folder_or_a_link_stays(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / ("grader-nest-" + "0" * 32)).symlink_to(tmp_path / "folder")
    (tmp_path / ("grader-nest-" + "1" * 32)).touch()
    os.mkfifo(tmp_path / ("grader-nest-" + "2" * 32))
    before = set(tmp_path.iterdir())
    ours = nests.make(str(tmp_path))
    assert set(tmp_path.iterdir()) - {ours.parent} == before


def test_what_another_user_has_stays(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("needs root")
    theirs = tmp_path / ("grader-nest-" + "0" * 32)
    theirs.mkdir()
    os.chown(theirs, 12345, 12345)
    nests.make(str(tmp_path))
    assert theirs.is_dir()


def test_a_forked_process_has_a_nest_of_its_own(tmp_path: Path) -> None:
    """Otherwise the child's end would take the parent's."""
    ours = nests.make(str(tmp_path))
    program = f"import sys; from grader.confine import nests; print(nests.make({str(tmp_path)!r}))"
    with other(program) as (_, (theirs,)):
        assert theirs.parent != ours.parent
    assert ours.is_dir()


def test_a_folder_is_held_once(tmp_path: Path) -> None:
    first = hold(tmp_path)
    assert first is not None
    assert hold(tmp_path) is None
    os.close(first)
    again = hold(tmp_path)
    assert again is not None
    os.close(again)
    assert hold(tmp_path / "nothing") is None


def test_groups_of_a_killed_process_are_removed_and_those_of_a_living_one_stay() -> None:
    with other(MAKES_GROUP) as (dead, doors), other(MAKES_GROUP) as (_, others):
        if not doors:
            pytest.skip("no cgroup is granted here")
        cgroups.sweep_dead()
        assert all(door.exists() for door in (*doors, *others))
        dead.send_signal(signal.SIGKILL)
        dead.wait(30)
        assert all(door.exists() for door in doors)
        cgroups.sweep_dead()
        assert not any(door.exists() for door in doors)
        assert all(door.exists() for door in others)
    cgroups.sweep_dead()
    assert not any(door.exists() for door in others)
