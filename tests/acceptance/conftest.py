"""Fixtures that drive the installed command."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

GRADE = Path(sys.executable).with_name("grade")
REPOSITORY = Path(__file__).parents[2]

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def call(*arguments: str | Path, **environ: str) -> "subprocess.CompletedProcess[str]":
    """Call the installed `grade` and return what it did."""
    return subprocess.run(
        [str(GRADE), *map(str, arguments)],
        env={key: value for key, value in os.environ.items() if not key.startswith("GRADER_")} | environ,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )


@pytest.fixture
def grade() -> Run:
    """Return a function that calls the installed `grade`."""
    return call
