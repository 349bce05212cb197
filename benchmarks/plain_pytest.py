"""A pytest plugin that runs an exercise's checks the way most graders do: in the submission's own process.

`python -m pytest -p benchmarks.plain_pytest --submission FOLDER/file.py exercises/ID/checks.py`

It offers the same `student` fixture as the judge, without any of its protection:
what came back from the submission is the submission's own object. It exists to
be measured against, for speed and for what a hostile submission gets away with.
"""

import sys
from pathlib import Path

import pytest
import torch

from benchmarks.plain_student import PlainStudent, load

__all__ = ["PlainStudent", "load", "pytest_addoption", "pytest_configure", "student"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take the submission's file."""
    parser.addoption("--submission", required=True, help="the submission's first file")


def pytest_configure(config: pytest.Config) -> None:
    """Make `inside` importable before the checks are collected."""
    inside = Path(config.args[0]).parent / "inside.py"
    if inside.exists():
        load("inside", inside)


@pytest.fixture
def student(request: pytest.FixtureRequest) -> PlainStudent:
    """The submission, imported into this very process."""
    torch.manual_seed(0)
    file = Path(request.config.getoption("--submission"))
    sys.modules.pop(file.stem, None)
    return PlainStudent(load(file.stem, file), file)
