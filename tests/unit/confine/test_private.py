"""Where private copies are made."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.confine import private


@pytest.fixture(autouse=True)
def _anew(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(tempfile, "tempdir", None)
    private._is_in_memory.cache_clear()
    yield
    private._is_in_memory.cache_clear()


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every file system have room: what a test machine has free is not what is tested."""
    plain = os.statvfs

    def roomy(path: str) -> os.statvfs_result:
        found = plain(path)
        return os.statvfs_result((found[0], 4096, *found[2:4], 2**30, *found[5:]))

    monkeypatch.setattr(os, "statvfs", roomy)


@pytest.mark.usefixtures("room")
def test_memory_is_taken_where_there_is_a_file_system_in_it() -> None:
    kinds = [line.split()[2] for line in Path("/proc/self/mounts").read_text().splitlines() if " /dev/shm " in line]
    expected = "/dev/shm" if kinds[-1:] == ["tmpfs"] and os.access("/dev/shm", os.W_OK) else tempfile.gettempdir()
    assert private.home() == expected


@pytest.mark.usefixtures("room")
def test_who_sets_tmpdir_has_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    assert private.home() == str(tmp_path)


def test_a_small_one_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = os.statvfs

    def small(path: str) -> os.statvfs_result:
        found = plain(path)
        return os.statvfs_result((found[0], 4096, *found[2:4], 2**14, *found[5:]))  # 64 MiB, as containers have it

    monkeypatch.setattr(os, "statvfs", small)
    assert private.home() == tempfile.gettempdir()


@pytest.mark.usefixtures("room")
def test_a_folder_on_a_disk_is_not_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(private, "_MEMORY", str(tmp_path))
    assert private.home() == tempfile.gettempdir()


@pytest.mark.usefixtures("room")
def test_what_does_not_exist_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(private, "_MEMORY", str(tmp_path / "missing"))
    assert private.home() == tempfile.gettempdir()
