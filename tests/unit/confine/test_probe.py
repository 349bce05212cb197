"""What a machine can do, and the words in which it is told."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from grader.confine import landlock, probe, seccomp
from grader.confine.paths import library_paths, outermost
from grader.confine.policy import Policy, UnavailableError

pytestmark = pytest.mark.unit


def test_this_machine_confines() -> None:
    """The machine that runs these tests has all that grading other people's work needs."""
    found = probe.probe()
    assert found.isolation == "confined"
    assert found.missing == ()
    assert found.landlock_abi >= landlock.LEAST
    assert [row.name for row in found.rows if row.needed] == ["kernel", "no_new_privs", "landlock", "seccomp"]


def test_the_prober_stays_free() -> None:
    """What is tried binds throw-away children only, none of which is left."""
    children = Path(f"/proc/self/task/{os.getpid()}/children")
    before = children.read_text()
    probe.probe()
    assert list(Path("/").iterdir())
    assert "Seccomp:\t0" in Path("/proc/self/status").read_text()
    assert children.read_text() == before


def test_each_row_advises_where_it_does_not_hold() -> None:
    """A row that holds needs no advice, one that does not has some."""
    assert all(bool(row.advice) != row.holds and row.detail for row in probe.probe().rows)


def test_lacks_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without Landlock is said to be one, with what to do."""

    def absent(_policy: Policy, _max_abi: int = 7) -> int:
        raise UnavailableError("Landlock ABI 3 is needed")

    monkeypatch.setattr(landlock, "restrict", absent)
    found = probe.probe()
    assert found.isolation == "process"
    assert len(found.missing) == 1
    assert found.missing[0].startswith("landlock: Landlock ABI 3 is needed. Use Linux 6.2")
    assert not found["landlock"].holds
    with pytest.raises(KeyError):
        found["dragons"]


def test_politeness_is_not_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kernel that accepts a ruleset and a filter without holding them does not pass."""
    monkeypatch.setattr(landlock, "restrict", lambda _policy: 7)
    monkeypatch.setattr(seccomp, "hold", lambda _policy: None)
    found = probe.probe()
    assert not found["landlock"].holds
    assert not found["seccomp"].holds


def test_a_child_that_dies_is_no_success(monkeypatch: pytest.MonkeyPatch) -> None:
    """An attempt that ends its process is told by its status."""
    monkeypatch.setattr(seccomp, "hold", lambda _policy: os.kill(os.getpid(), signal.SIGKILL))
    row = probe.probe()["seccomp"]
    assert not row.holds
    assert "died" in row.detail


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can change its user id")
def test_a_closed_folder_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where another user could not reach the interpreter, the first closed folder on the way is named."""
    closed = tmp_path / "closed"
    (closed / "venv").mkdir(parents=True)
    outer = next(path for path in (*reversed(closed.parents), closed) if not path.stat().st_mode & 1 or path == closed)
    closed.chmod(0o700)
    monkeypatch.setattr(probe, "_needed_by_a_student", lambda: (closed / "venv",))
    row = probe.probe()["user id"]
    assert not row.holds
    assert row.detail.startswith(f"{outer} cannot be entered")
    assert f"chmod o+x {outer}" in row.advice


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can change its user id")
def test_a_private_temporary_folder_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where students' processes could not reach their own files, they get no user ids of their own."""
    monkeypatch.setattr(probe, "_needed_by_a_student", lambda: (Path("/usr/lib"),))
    (tmp_path / "private").mkdir(mode=0o700)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "private"))
    row = probe.probe()["user id"]
    assert not row.holds
    assert row.detail.endswith(f"the temporary folder is {tmp_path / 'private'}")
    assert "TMPDIR" in row.advice


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can change its user id")
def test_an_open_folder_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where everything can be read by another user, students' processes can have their own ids."""
    monkeypatch.setattr(probe, "_needed_by_a_student", lambda: (Path("/usr/lib"),))
    assert probe.probe()["user id"].holds


def test_torch_is_looked_up_and_not_imported() -> None:
    """The probe costs no import of torch, and neither does confinement import more than it is allowed."""
    code = (
        "import sys, grader.confine.apply, grader.confine.probe as p; p.probe();"
        "print(sorted({m.partition('.')[0] for m in sys.modules} & {'torch', 'pydantic', 'numpy', 'pytest', 'rich'}))"
    )
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_library_paths_hold_the_interpreter() -> None:
    """What imports need is there, without doublets and without the folder that the tests lie in."""
    paths = library_paths()
    assert any(Path(os.__file__).resolve().is_relative_to(path) for path in paths)
    assert any(Path(pytest.__file__).resolve().is_relative_to(path) for path in paths)
    assert any(Path(probe.__file__).resolve().is_relative_to(path) for path in paths)
    assert not any(Path(__file__).resolve().is_relative_to(path) for path in paths)
    assert outermost(paths) == paths


def test_outermost(tmp_path: Path) -> None:
    """Inner, doubled and absent paths go; neighbors with a common beginning stay."""
    for name in ("a/b", "ab", "c"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "a")
    given = [str(tmp_path / name) for name in ("ab", "a/b", "a", "link", "nowhere", "c")]
    assert outermost(given) == tuple(str(tmp_path.resolve() / name) for name in ("a", "ab", "c"))
