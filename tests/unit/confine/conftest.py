"""A ground for confined children to stand on."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.confine.children import IDENTITIES, Children, Ground, Who


@pytest.fixture(scope="module", params=IDENTITIES)
def who(request: pytest.FixtureRequest) -> Who:
    """Each identity that children can have here."""
    identity: Who = request.param
    return identity


@pytest.fixture(scope="module")
def ground() -> Iterator[Ground]:
    """Folders under /tmp, because pytest's own are closed to other users."""
    base = Path(tempfile.mkdtemp(prefix="confine-", dir="/tmp"))
    base.chmod(0o755)
    made = Ground(base / "work", base / "read", base / "hidden")
    for folder in (made.work, made.work / "folder", made.read, made.hidden):
        folder.mkdir()
        folder.chmod(0o777)
        (folder / "file").write_text("before")
        (folder / "file").chmod(0o666)
    (made.work / "escape").symlink_to(made.hidden)
    yield made
    shutil.rmtree(base)


@pytest.fixture(scope="module")
def children(ground: Ground) -> Children:
    """Children on this ground."""
    return Children(ground)
