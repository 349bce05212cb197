"""What a file may be written in place of: a file, a link to one, or nothing; a stream of the process's own."""

import os
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import chdir
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.submission.atomic import atomic_writer, require_file, require_folder, write_atomically

pytestmark = pytest.mark.unit


def make_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as bound, chdir(path.parent):
        bound.bind(path.name)


def make_device(path: Path) -> None:
    """Make a copy of the null device; only root can."""
    if os.geteuid() != 0:
        pytest.skip("needs root")
    os.mknod(path, 0o666 | stat.S_IFCHR, os.makedev(1, 3))


def make_circle(path: Path) -> None:
    path.symlink_to(path)


SPECIAL: dict[str, Callable[[Path], None]] = {
    "device": make_device,
    "pipe": os.mkfifo,
    "socket": make_socket,
    "folder": Path.mkdir,
    "link that leads nowhere": make_circle,
}


@pytest.fixture(params=list(SPECIAL))
def special(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Path]:
    """Return what stands there, and where."""
    path = tmp_path / "special"
    SPECIAL[request.param](path)
    return request.param, path


def kind(path: Path) -> tuple[int, int, int]:
    found = path.lstat()
    return found.st_ino, found.st_mode, found.st_rdev


def test_what_is_no_file_is_neither_replaced_nor_written_to(special: tuple[str, Path]) -> None:
    """It is said what stands there, and it is what it was."""
    name, path = special
    before = kind(path)
    with pytest.raises(UsageError, match=f"is a {name}"):
        write_atomically(path, b"content")
    assert kind(path) == before
    assert list(path.parent.iterdir()) == [path]


def test_nor_through_a_link(special: tuple[str, Path]) -> None:
    name, path = special
    link = path.with_name("link")
    link.symlink_to(path)
    before = kind(path)
    with pytest.raises(UsageError, match=f"is a {name}"):
        write_atomically(link, b"content")
    assert kind(path) == before
    assert link.is_symlink()


def test_what_comes_between_is_not_replaced_either(special: tuple[str, Path], tmp_path: Path) -> None:
    """The path is looked at once more before a file takes its place."""
    _, path = special
    target = tmp_path / "target"

    def write() -> None:
        with atomic_writer(target) as file:
            file.write(b"content")
            target.symlink_to(path)

    with pytest.raises(UsageError):
        write()
    assert target.is_symlink()
    assert sorted(tmp_path.iterdir()) == [path, target]


@pytest.mark.parametrize("name", ["device", "pipe", "socket"])
def test_a_folder_to_write_into_is_a_folder(name: str, tmp_path: Path) -> None:
    path = tmp_path / "special"
    SPECIAL[name](path)
    with pytest.raises(UsageError, match=f"is a {name}"):
        require_folder(path)
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="is a file"):
        require_folder(tmp_path / "file")
    (tmp_path / "link").symlink_to(tmp_path)
    for good in (tmp_path, tmp_path / "link", tmp_path / "new", tmp_path / "new" / "deeper"):
        require_folder(good)


def test_a_link_to_a_file_is_replaced_and_the_file_stays(tmp_path: Path) -> None:
    """Also one that leads nowhere yet; links on the way are followed."""
    old = tmp_path / "old"
    old.write_bytes(b"old")
    (tmp_path / "link").symlink_to(old)
    (tmp_path / "broken").symlink_to(tmp_path / "nothing")
    (tmp_path / "way").symlink_to(tmp_path)
    for name in ("link", "broken", "new"):
        write_atomically(tmp_path / "way" / name, b"new")
        assert not (tmp_path / name).is_symlink()
        assert (tmp_path / name).read_bytes() == b"new"
    assert old.read_bytes() == b"old"
    assert not (tmp_path / "nothing").exists()


@pytest.mark.parametrize("place", ["/dev/fd/{}", "/proc/self/fd/{}"])
def test_a_pipe_of_the_shell_is_written_to(place: str) -> None:
    """`>(...)` hands over the name of an open descriptor, which stays open."""
    out, into = os.pipe()
    try:
        path = Path(place.format(into))
        require_file(path)
        write_atomically(path, b"content")
        write_atomically(path, b", more")
        assert os.read(out, 100) == b"content, more"
    finally:
        os.close(out)
        os.close(into)


def test_an_open_device_is_written_to_and_stays(tmp_path: Path) -> None:
    """What `/dev/stdout` is, a terminal for one, is open already."""
    path = tmp_path / "device"
    make_device(path)
    before = kind(path)
    try:
        opened = os.open(path, os.O_WRONLY)
    except PermissionError:
        pytest.skip("devices cannot be opened on this file system")
    try:
        write_atomically(Path(f"/dev/fd/{opened}"), b"content")
    finally:
        os.close(opened)
    assert kind(path) == before


DIES = """
import os, signal, sys
from pathlib import Path
from grader.submission.atomic import atomic_writer
with atomic_writer(Path(sys.argv[1])) as file:
    file.write(b"half of it")
    file.flush()
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_process_was_writing_goes_with_the_next_writing(tmp_path: Path) -> None:
    """What a living one writes, and what is called otherwise, stays."""
    target = tmp_path / "report.json"
    target.write_bytes(b"old")
    environ = os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])}
    assert subprocess.run([sys.executable, "-c", DIES, target], check=False, env=environ).returncode == -signal.SIGKILL
    (left,) = (path for path in tmp_path.iterdir() if path != target)
    others = {tmp_path / ".report.json.tmp", tmp_path / f".other.json.{'0' * 16}.tmp"}
    for other in others:
        other.touch()
    with atomic_writer(target) as file:
        file.write(b"new")
        write_atomically(target, b"newer")
        assert not left.exists()
    assert set(tmp_path.iterdir()) == {target, *others}
    assert target.read_bytes() == b"new"
