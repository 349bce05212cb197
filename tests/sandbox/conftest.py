"""One warm grader for all of these tests, and a look at what each of them left behind."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.grading import Grader
from tests.polling import eventually
from tests.sandbox.bench import Bench
from tests.warm import kept_folders, kept_students, left_in, waiting_judges


@pytest.fixture(scope="session")
def private_tmp(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for everything temporary; others may pass through it, as they may through /tmp."""
    tmp_path_factory.getbasetemp()  # pytest's own stay elsewhere
    with tempfile.TemporaryDirectory(prefix="grader-tests-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        before, tempfile.tempdir = tempfile.tempdir, name
        yield folder
        tempfile.tempdir = before


@pytest.fixture(scope="session")
def grader(private_tmp: Path) -> Iterator[Grader]:
    """A warm grader; a machine that can confine does."""
    with Grader(secret=b"s" * 32) as warm:
        warm.warm_up()
        yield warm


@pytest.fixture
def bench(grader: Grader, tmp_path: Path, private_tmp: Path) -> Iterator[Bench]:
    """A bench for tiny exercises; afterwards no process and no temporary folder is left."""
    yield Bench(grader, tmp_path)
    assert eventually(lambda: not offspring(grader)), f"left running: {offspring(grader)}"
    assert left_in(private_tmp) == kept_folders(grader)


def offspring(grader: Grader) -> list[int]:
    """Return what runs of submissions, and judges that do not wait: between two gradings there is none."""
    servers = [*grader._zygotes._clients.values(), *(judges.server for judges in grader._judges._exercises.values())]
    rightly = {*waiting(grader), *kept_students(grader)}
    return [child for server in servers for child in children(server.pid) if child not in rightly]


def waiting(grader: Grader) -> list[int]:
    """Return the judges that wait for their next grading."""
    return [judge.pid for judge in waiting_judges(grader)]


def children(pid: int) -> list[int]:
    """Return the children of a process."""
    try:
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]
    except OSError:
        return []


def judges(grader: Grader) -> list[int]:
    """Return the processes in which gradings run right now."""
    all_of_them = [child for kept in grader._judges._exercises.values() for child in children(kept.server.pid)]
    return [pid for pid in all_of_them if pid not in waiting(grader)]


def students(grader: Grader) -> list[int]:
    """Return the student processes that run right now."""
    running = [child for client in grader._zygotes._clients.values() for child in children(client.pid)]
    return [pid for pid in running if pid not in kept_students(grader)]


def zygotes(grader: Grader) -> list[int]:
    """Return the zygotes."""
    return [client.pid for client in grader._zygotes._clients.values()]


def run_as_root() -> bool:
    """Tell whether the tests run as root."""
    return os.geteuid() == 0
