"""A pytest plugin that runs an exercise's checks the way most graders do: in the submission's own process.

`python -m pytest -p benchmarks.plain_pytest --submission FOLDER/file.py exercises/ID/checks.py`

It offers the same `student` fixture as the judge, without any of its protection:
what came back from the submission is the submission's own object. It exists to
be measured against, for speed and for what a hostile submission gets away with.
"""

import ast
import copy
import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import torch


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take the submission's file."""
    parser.addoption("--submission", required=True, help="the submission's first file")


def pytest_configure(config: pytest.Config) -> None:
    """Make `inside` importable before the checks are collected."""
    inside = Path(config.args[0]).parent / "inside.py"
    if inside.exists():
        load("inside", inside)


@pytest.fixture
def student(request: pytest.FixtureRequest) -> "PlainStudent":
    """The submission, imported into this very process."""
    torch.manual_seed(0)
    file = Path(request.config.getoption("--submission"))
    sys.modules.pop(file.stem, None)
    return PlainStudent(load(file.stem, file), file)


class PlainStudent:
    """The interface of `grader.sandbox.student.Student`, in one process."""

    def __init__(self, module: ModuleType, file: Path) -> None:
        self._module = module
        self._file = file
        self.printed = ""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._module, name)

    def get(self, name: str) -> Any:
        """Return what the submission defines under `name`."""
        return getattr(self._module, name)

    def put(self, value: Any) -> Any:
        """Return a copy."""
        return copy.deepcopy(value)

    def run(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """Call a function of `inside` with copies of the arguments."""
        return function(self._module, *copy.deepcopy(args), **copy.deepcopy(kwargs))

    def callback(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function."""
        return function

    def literal(self, name: str) -> Any:
        """Read a literal from the source."""
        for node in ast.parse(self._file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name == name and isinstance(node.body[-1], ast.Return):
                return ast.literal_eval(node.body[-1].value or ast.Constant(None))
        return getattr(self._module, name)

    def seed(self, value: int) -> None:
        """Seed torch's generator."""
        torch.manual_seed(value)

    def length(self, value: Any) -> int:
        """Return `len(value)`."""
        return len(value)

    def type_name(self, value: Any) -> str:
        """Return the class name."""
        return type(value).__name__


def load(name: str, file: Path) -> ModuleType:
    """Import a file under a name, anew."""
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise ImportError(file)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
