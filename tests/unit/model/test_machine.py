"""The null device is what it should be, or it is said what it is."""

import os
import stat
from pathlib import Path

import pytest

from grader.model import machine

pytestmark = pytest.mark.unit


def test_the_machine_that_runs_tests_has_one() -> None:
    assert machine.null_fault() is None
    machine.require_null()


@pytest.mark.parametrize("what", ["file", "folder", "pipe", "nothing", "zero", "link to a file"])
def test_what_is_not_the_null_device_is_told(what: str, tmp_path: Path) -> None:
    path = tmp_path / "null"
    words = "is no device"
    match what:
        case "file":
            path.touch()
        case "folder":
            path.mkdir()
        case "pipe":
            os.mkfifo(path)
        case "nothing":
            words = "cannot be looked at"
        case "zero":
            if os.geteuid() != 0:
                pytest.skip("needs root")
            os.mknod(path, 0o666 | stat.S_IFCHR, os.makedev(1, 5))
            words = "is another device"
        case _:
            (tmp_path / "file").touch()
            path.symlink_to(tmp_path / "file")
    fault = machine.null_fault(str(path))
    assert fault is not None
    assert words in fault
