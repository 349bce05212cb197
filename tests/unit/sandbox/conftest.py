"""Fixtures of the sandbox's unit tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.sandbox.peer import Stand


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Stand]:
    made = Stand(str(tmp_path))
    yield made
    made.close()
