"""What student processes inherit from the zygote: nothing that one could leave for the next."""

from pathlib import Path

import pytest

from tests.hostile.stage import Stage

pytestmark = pytest.mark.hostile


def test_no_memory_is_shared(stage: Stage) -> None:
    """No warm process has memory that a child of it could write to and another one read."""
    shared = []
    for pid in stage.processes:
        name = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
        lines = Path(f"/proc/{pid}/maps").read_text("utf-8").splitlines()
        # Rights such as `rw-s`: the last letter tells shared from private.
        shared += [f"{name}: {line}" for line in lines if "w" in line.split()[1] and line.split()[1].endswith("s")]
    assert stage.processes
    assert not shared


def test_no_secret_is_in_its_environment(stage: Stage) -> None:
    """No warm process was given a variable of whoever started the grader."""
    for pid in stage.processes:
        environment = Path(f"/proc/{pid}/environ").read_bytes()
        assert b"environment-secret" not in environment
        names = {entry.partition(b"=")[0] for entry in environment.split(b"\0") if entry}
        assert names <= {
            b"PATH",
            b"HOME",
            b"LANG",
            b"OMP_NUM_THREADS",
            b"MKL_NUM_THREADS",
            b"GLIBC_TUNABLES",
            b"LC_CTYPE",
        }
