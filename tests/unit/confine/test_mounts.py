"""The view without access times: what it hides, what it leaves, and what becomes of it where there is none."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.confine import kernel, limits, mounts, probe
from grader.confine.apply import apply
from grader.confine.policy import ConfinementError, Policy, UnavailableError
from tests.unit.confine.children import IDENTITIES, Children, Ground, Who

pytestmark = pytest.mark.unit

LONG_AGO = 1_000_000_000
VIEWS: tuple[Who, ...] = tuple(who for who in IDENTITIES if who != "own uid")
"""Who makes a view for others: root, or an ordinary user in a user namespace."""
_PR_SET_DUMPABLE = 4


@pytest.fixture
def traces(ground: Ground) -> Iterator[list[Path]]:
    """A file, a folder and a link, whose next access would be recorded: they were made after their last one."""
    link = ground.read / "link"
    link.symlink_to("file")
    found = [ground.read / "file", ground.read, link]
    for path in found:
        os.utime(path, (LONG_AGO, LONG_AGO), follow_symlinks=False)
    yield found
    link.unlink()


def enter(ground: Ground, who: Who) -> None:
    """Enter the view; work folders lie in the ground's."""
    if who == "ordinary user" and os.getuid() != 0:
        # Whoever gave up root without executing anything may not write its own maps.
        kernel.prctl(_PR_SET_DUMPABLE, 1)
    mounts.enter(str(ground.work))


def use(path: Path) -> None:
    """Follow, list or read, whatever it is."""
    if path.is_symlink():
        path.readlink()
        path.stat()
    elif path.is_dir():
        list(path.iterdir())
    else:
        path.read_bytes()


@pytest.mark.parametrize("who", VIEWS)
def test_no_access_is_recorded(children: Children, ground: Ground, traces: list[Path], who: Who) -> None:
    """Reading, listing and following links leave every time as it was, for others as well."""

    def look() -> list[float]:
        for path in traces:
            use(path)
        return [path.lstat().st_atime for path in traces]

    ended = children.run(look, who, confine=lambda _policy: enter(ground, who))
    assert ended.value == [LONG_AGO] * 3, ended
    assert [path.lstat().st_atime for path in traces] == [LONG_AGO] * 3


def test_outside_of_it_accesses_are_recorded(children: Children, traces: list[Path]) -> None:
    """The same accesses are recorded without the view, so that the test above means something."""
    flags = os.statvfs(traces[0]).f_flag
    if flags & (os.ST_NOATIME | os.ST_RDONLY):
        assert not flags & os.ST_RDONLY, "tests write there"
        return  # there is nothing to hide on this machine

    def look() -> None:
        for path in traces:
            use(path)

    children.run(look, confine=lambda _policy: None)
    assert LONG_AGO not in [path.lstat().st_atime for path in traces]


@pytest.mark.parametrize("who", VIEWS)
def test_what_a_student_process_needs_stays(children: Children, ground: Ground, who: Who) -> None:
    """Work folders are writable, and so is what a process needs while it confines itself; libraries can be read."""

    def work() -> list[Any]:
        (ground.work / "made").write_text("made")
        (ground.work / "made").unlink()
        Path("/dev/null").write_text("x")
        limits.die_first()
        assert Path("/proc/self/oom_score_adj").read_text() == "1000\n"
        status = Path("/proc/self/status").read_text().splitlines()
        capabilities = [line.split()[1] for line in status if line.startswith(("CapEff", "CapPrm"))]
        return [mounts.are_hidden(), os.geteuid(), {int(word, 16) for word in capabilities} == {0}]

    ended = children.run(work, who, confine=lambda _policy: enter(ground, who))
    uid = os.geteuid() if who == "root" or os.geteuid() else 61_235
    assert ended.value == [True, uid, who != "root"], ended


@pytest.mark.parametrize("who", VIEWS)
def test_whole_confinement_holds_in_it(children: Children, ground: Ground, who: Who) -> None:
    """Everything that confines a process elsewhere confines it there."""

    def confine(policy: Policy) -> object:
        enter(ground, who)
        return apply(policy)

    ended = children.run(lambda: os.listdir("/"), who, confine=confine)  # noqa: PTH208
    assert (ended.raised, ended.errno) == ("PermissionError", errno.EACCES), ended
    assert children.run((ground.read / "file").read_text, who, confine=confine).value == "before"
    assert children.run(lambda: kernel.call("unshare", 0), who, confine=confine).signal is not None


@pytest.mark.parametrize("who", VIEWS)
def test_it_is_nobody_elses(children: Children, ground: Ground, who: Who) -> None:
    """The mounts of whoever started it are what they were."""
    before = Path("/proc/self/mountinfo").read_text()
    assert children.run(bool, who, confine=lambda _policy: enter(ground, who)).value is False
    assert Path("/proc/self/mountinfo").read_text() == before


def refuse(monkeypatch: pytest.MonkeyPatch, refused: str) -> None:
    """Have the kernel refuse a call."""
    call = kernel.call

    def with_refusal(name: str, *arguments: int) -> int:
        if name == refused:
            raise PermissionError(errno.EPERM, f"{name}: Operation not permitted")
        return call(name, *arguments)

    monkeypatch.setattr(kernel, "call", with_refusal)


@pytest.mark.parametrize("refused", ["unshare", "mount_setattr"])
def test_a_machine_without_it_is_left_as_it_is(
    children: Children, ground: Ground, monkeypatch: pytest.MonkeyPatch, refused: str
) -> None:
    """Where the kernel refuses, nothing changes, a caller learns what is the case, and the advice says what to do."""
    refuse(monkeypatch, refused)

    def attempt() -> list[Any]:
        before = Path("/proc/self/mountinfo").read_text()
        hidden = mounts.hide_access_times(str(ground.work))
        return [hidden == mounts.are_hidden(), Path("/proc/self/mountinfo").read_text() == before]

    assert children.run(attempt, confine=lambda _policy: None).value == [True, True]
    with pytest.raises(UnavailableError, match=rf"{refused}: .*noatime"):
        # In this process nothing happens: the first call that matters is refused.
        mounts.enter(str(ground.work)) if refused == "unshare" else _enter_apart(children, ground)


def _enter_apart(children: Children, ground: Ground) -> None:
    ended = children.run(bool, confine=lambda _policy: mounts.enter(str(ground.work)))
    assert ended.raised == "UnavailableError", ended
    raise UnavailableError(ended.text.splitlines()[0])


def test_a_polite_kernel_is_found_out(monkeypatch: pytest.MonkeyPatch, ground: Ground) -> None:
    """A kernel that answers yes to everything and holds nothing does not pass."""
    monkeypatch.setattr(kernel, "call", lambda *_arguments: 0)
    monkeypatch.setattr(mounts, "_is_silent", lambda _path: False)
    with pytest.raises(ConfinementError, match="still recorded"):
        mounts.enter(str(ground.work))


def test_the_probe_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be had is said with what to do; mounts that record nothing by themselves are enough."""
    assert probe.probe()["access times"].holds
    refuse(monkeypatch, "unshare")
    monkeypatch.setattr(mounts, "are_hidden", lambda: False)
    row = probe.probe()["access times"]
    assert not row.holds
    assert not row.needed
    assert "noatime" in row.advice
    monkeypatch.setattr(mounts, "are_hidden", lambda: True)
    assert probe.probe()["access times"].holds


def test_odd_mount_points_are_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Blanks in the name of a mount point are written as octal numbers, see proc_pid_mountinfo(5)."""
    listing = tmp_path / "mountinfo"
    listing.write_text(
        "36 35 98:0 / /a\\040b rw,noatime master:1 - ext3 /dev/root rw\n"
        "37 35 0:1 / /sys/fs/cgroup rw - cgroup2 none rw\n"
    )
    monkeypatch.setattr("builtins.open", lambda *_path, **_options: listing.open(encoding="utf-8"))
    assert list(mounts._mounts()) == [("/a b", "ext3"), ("/sys/fs/cgroup", "cgroup2")]
