"""Honest PyTorch code works under confinement, as every identity, and does not complain on standard error."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.unit.confine.children import IDENTITIES, Ground, Who
from tests.unit.confine.torch_work import WORK

pytestmark = pytest.mark.sandbox

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def done(ground: Ground) -> subprocess.CompletedProcess[str]:
    """The run of one zygote with torch."""
    return subprocess.run(
        [sys.executable, "-m", "tests.unit.confine.torch_zygote", str(ground.work.parent)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=240,
        check=True,
    )


@pytest.fixture(scope="module")
def reports(done: subprocess.CompletedProcess[str]) -> dict[str, dict[str, dict[str, Any]]]:
    """What it reported."""
    found: dict[str, dict[str, dict[str, Any]]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("who", IDENTITIES)
@pytest.mark.parametrize("name", WORK)
def test_works(reports: dict[str, dict[str, dict[str, Any]]], who: Who, name: str) -> None:
    """The result is the one that it would be without confinement."""
    report = reports[who][name]
    assert report["value"] == WORK[name][1], report


def test_quietly(done: subprocess.CompletedProcess[str]) -> None:
    """Nothing that the confinement refuses makes torch write to standard error."""
    assert done.stderr == ""
