"""What student processes inherit from the zygote: nothing that one could leave for the next."""

from pathlib import Path

import pytest

from grader.fork.client import ForkClient, clean_environment
from tests.hostile.stage import Stage, remove

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


def test_what_is_preloaded_finds_a_temporary_folder(stage: Stage) -> None:
    """A zygote that may write nowhere but in the grader's temporary folder imports torch's compiler all the same."""
    arguments = ["--temporary", str(stage.temporary), "--preload", "torch.export"]
    before = set(stage.temporary.iterdir())
    with ForkClient.start("grader.student", arguments, clean_environment()) as zygote:
        assert "torch" in zygote.ready()
    for made in set(stage.temporary.iterdir()) - before:  # its cache, which the table would take for a trace
        assert made.name.startswith("torchinductor_")
        remove(made)
