"""Cgroups of both versions: on laid-out trees anywhere, on the real one where it is granted."""

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.confine.cgroups import Cgroup, join, open_cgroup
from grader.confine.policy import ConfinementError

pytestmark = pytest.mark.unit

MB = 1 << 20


def lay_out(root: Path, groups: str, mounts: list[tuple[str, str, str, str]]) -> None:
    """A `/proc/self` that tells of these groups and mounts (inside, where, kind, options)."""
    me = root / "proc/self"
    me.mkdir(parents=True)
    (me / "cgroup").write_text(groups)
    lines = [f"35 31 0:32 {inside} {where} rw - {kind} {kind} {options}" for inside, where, kind, options in mounts]
    (me / "mountinfo").write_text("\n".join(["22 1 0:3 / /proc rw shared:1 - proc proc rw", *lines]) + "\n")


@pytest.fixture
def version_2(tmp_path: Path) -> Path:
    """A systemd user's scope, whose parent hands the controllers down."""
    slice_ = tmp_path / "sys/fs/cgroup/user.slice"
    (slice_ / "my.scope").mkdir(parents=True)
    (slice_ / "cgroup.subtree_control").write_text("cpu memory pids")
    (slice_ / "my.scope/cgroup.subtree_control").write_text("")
    (slice_ / "cgroup.procs").write_text("")
    lay_out(tmp_path, "0::/user.slice/my.scope\n", [("/", "/sys/fs/cgroup", "cgroup2", "rw,nsdelegate")])
    return tmp_path


@pytest.fixture
def version_1(tmp_path: Path) -> Path:
    """Two hierarchies, seen from inside a container that is given its own part of one."""
    (tmp_path / "sys/fs/cgroup/memory").mkdir(parents=True)
    (tmp_path / "sys/fs/cgroup/pids/job").mkdir(parents=True)
    mounts = [
        ("/docker/abc", "/sys/fs/cgroup/memory", "cgroup", "rw,memory"),
        ("/", "/sys/fs/cgroup/pids", "cgroup", "rw,pids"),
        ("/", "/sys/fs/cgroup/unified", "cgroup2", "rw"),
    ]
    lay_out(tmp_path, "4:memory:/docker/abc\n8:pids:/job\n0::/\n", mounts)
    return tmp_path


def test_version_1_bounds_in_both_hierarchies(version_1: Path) -> None:
    """A group is made in each hierarchy, at the place that is seen from here."""
    group = open_cgroup("student-1", 64 * MB, 32, root=version_1)
    assert group is not None
    assert not group.unified
    mounted = version_1 / "sys/fs/cgroup"
    assert (mounted / "memory/student-1/memory.limit_in_bytes").read_text() == str(64 * MB)
    assert (mounted / "pids/job/student-1/pids.max").read_text() == "32"
    doors = [mounted / "memory/student-1/tasks", mounted / "pids/job/student-1/tasks"]
    assert [Path(door) for door in group.doors] == doors
    for door in doors:
        door.touch()
    join(group.doors)
    assert [door.read_text() for door in doors] == ["0", "0"]


def test_a_process_comes_into_hierarchies_of_either_version(tmp_path: Path) -> None:
    """Memory may be counted by version 1 and threads by version 2: each has a door of its own."""
    memory, pids = tmp_path / "memory", tmp_path / "pids"
    for folder in (memory, pids):
        folder.mkdir()
    (pids / "cgroup.controllers").write_text("pids")
    assert Cgroup(memory, pids).doors == (str(memory / "tasks"), str(pids / "cgroup.procs"))


def test_version_2_makes_a_sibling(version_2: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the own group holds processes, the group is made beside it."""
    made = version_2 / "sys/fs/cgroup/user.slice/student-1"
    plain = Path.mkdir

    def kernels_mkdir(path: Path) -> None:
        plain(path)
        for file in ("memory.max", "memory.swap.max", "pids.max", "cgroup.controllers"):
            (path / file).write_text("max")
        (path / "memory.events").write_text("low 0\noom 3\noom_kill 2\n")
        (path / "pids.events").write_text("max 5\n")
        (path / "memory.peak").write_text("4096\n")

    monkeypatch.setattr(Path, "mkdir", kernels_mkdir)
    group = open_cgroup("student-1", 64 * MB, 32, root=version_2)
    assert group is not None
    assert group.unified
    assert group.doors == (str(made / "cgroup.procs"),)
    assert (made / "memory.max").read_text() == str(64 * MB)
    assert (made / "memory.swap.max").read_text() == "0"
    assert (made / "pids.max").read_text() == "32"
    assert (group.oom_kills(), group.refused_threads(), group.peak_bytes()) == (2, 5, 4096)


def test_a_grader_that_was_moved_looks_its_groups_up_again(version_1: Path) -> None:
    """Where it is now counts, not where it was when it made its first group."""
    first = open_cgroup("student-1", 64 * MB, 32, root=version_1)
    assert first is not None
    (version_1 / "sys/fs/cgroup/pids/job").rename(version_1 / "sys/fs/cgroup/pids/other")
    groups = version_1 / "proc/self/cgroup"
    groups.write_text(groups.read_text().replace("/job", "/other"))
    second = open_cgroup("student-2", 64 * MB, 32, root=version_1)
    assert second is not None
    assert (version_1 / "sys/fs/cgroup/pids/other/student-2/pids.max").read_text() == "32"


def test_none_where_controllers_are_not_handed_down(version_2: Path) -> None:
    """Without delegation there is no group, and nothing is left behind."""
    slice_ = version_2 / "sys/fs/cgroup/user.slice"
    (slice_ / "cgroup.subtree_control").write_text("cpu")
    assert open_cgroup("student-1", 64 * MB, 32, root=version_2) is None
    assert not (slice_ / "student-1").exists()


def test_none_where_one_of_the_two_is_missing(version_1: Path) -> None:
    """Memory without threads is no group, and the half that was made is removed."""
    (version_1 / "sys/fs/cgroup/pids/job").rmdir()
    assert open_cgroup("student-1", 64 * MB, 32, root=version_1) is None
    assert [path.name for path in (version_1 / "sys/fs/cgroup/memory").iterdir()] == []


def test_none_where_the_name_is_taken(version_1: Path) -> None:
    """A group that somebody has is not taken over."""
    (version_1 / "sys/fs/cgroup/memory/student-1").mkdir()
    assert open_cgroup("student-1", 64 * MB, 32, root=version_1) is None


def test_none_without_cgroups(tmp_path: Path) -> None:
    """A machine without cgroups has none to give."""
    assert open_cgroup("student-1", 64 * MB, 32, root=tmp_path) is None


@pytest.mark.parametrize("name", ["", "../up", "a/b", ".hidden", "a b", "x" * 200, "a\n"])
def test_names_are_no_paths(name: str) -> None:
    """A name that could lead elsewhere is refused."""
    with pytest.raises(ValueError, match="cannot name a cgroup"):
        open_cgroup(name, MB, 8)


@pytest.fixture
def real() -> Iterator[Cgroup]:
    """A real group, where this machine grants one."""
    group = open_cgroup(f"grader-test-{os.getpid()}", 64 * MB, 8)
    if group is None:
        pytest.skip("no cgroup is granted here")
    with group:
        yield group


def in_group(group: Cgroup, act: str) -> int:
    """Fork; the child joins the group, then it allocates 200 MB, or starts threads, or waits. Returns its id."""
    inside, tell = os.pipe()
    pid = os.fork()
    if pid == 0:
        code = 0
        try:
            join(group.doors)
            os.write(tell, b".")
            if act == "memory":
                bytearray(200 * MB)
            elif act == "threads":
                for _ in range(20):
                    threading.Thread(target=threading.Event().wait, daemon=True).start()
            else:
                signal.pause()
        except RuntimeError:
            code = threading.active_count()
        finally:
            os._exit(code)
    os.close(tell)
    assert os.read(inside, 1) == b"."
    os.close(inside)
    return pid


def test_real_memory(real: Cgroup) -> None:
    """The kernel kills what holds more than the group may, and counts it."""
    status = os.waitpid(in_group(real, "memory"), 0)[1]
    assert os.WTERMSIG(status) == signal.SIGKILL
    assert real.oom_kills() == 1
    assert 32 * MB < real.peak_bytes() <= 64 * MB


def test_real_threads(real: Cgroup) -> None:
    """Threads end at the group's limit, root's as well."""
    status = os.waitpid(in_group(real, "threads"), 0)[1]
    assert os.waitstatus_to_exitcode(status) == 8
    assert real.refused_threads() > 0


def test_a_group_that_is_gone_cannot_be_joined() -> None:
    """Whoever was to be bounded must not go on without."""
    group = open_cgroup(f"grader-test-{os.getpid()}", 64 * MB, 8)
    if group is None:
        pytest.skip("no cgroup is granted here")
    doors = group.doors
    group.close()
    with pytest.raises(ConfinementError, match="cannot be joined"):
        join(doors)


def test_closing_kills_what_is_left() -> None:
    """A group that still holds a process takes it along."""
    group = open_cgroup(f"grader-test-{os.getpid()}", 64 * MB, 8)
    if group is None:
        pytest.skip("no cgroup is granted here")
    pid = in_group(group, "wait")
    group.close()
    assert os.WTERMSIG(os.waitpid(pid, 0)[1]) == signal.SIGKILL
    group.close()
