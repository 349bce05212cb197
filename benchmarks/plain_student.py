"""The judge's `student`, without any of its protection: the submission is imported into the caller's own process.

What came back from the submission is the submission's own object. It exists to be measured against, by plain pytest
and by other graders; no test framework is imported here, so that each pays for its own alone.
"""

import ast
import copy
import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import torch


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
