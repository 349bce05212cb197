"""One stage for the whole table: judge and zygote must live through all of it."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile.stage import Stage

collect_ignore_glob = ["target/*", "submissions/*"]


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
    """A stage in a folder that everybody can enter: what keeps a submission out there is the grader, not a mode."""
    folder = Path(tempfile.mkdtemp(prefix="stage-"))
    folder.chmod(0o755)
    descriptors = len(list(Path("/proc/self/fd").iterdir()))
    try:
        with Stage(folder) as set_up:
            yield set_up
        assert len(list(Path("/proc/self/fd").iterdir())) <= descriptors, "descriptors are left open"
    finally:
        shutil.rmtree(folder)
