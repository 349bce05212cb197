"""An exercise's checks as functions, called in the process that has imported the submission."""

import functools
import sys
import types
from collections.abc import Callable
from pathlib import Path

import torch

from benchmarks.plain_student import PlainStudent, load


@functools.cache
def checks_of(folder: str) -> dict[str, Callable[[PlainStudent], None]]:
    """Return the checks in an exercise's folder, hidden and visible ones, by name."""
    if (Path(folder) / "inside.py").exists():
        load("inside", Path(folder) / "inside.py")
    files = [Path(folder) / name for name in ("checks.py", "visible.py")]
    return {
        name: check
        for file in files
        if file.exists()
        for name, check in vars(load(file.stem, file)).items()
        if name.startswith("test_") and isinstance(check, types.FunctionType)
    }


def run_on_file(folder: str, name: str, file: Path) -> None:
    """Import a submission anew and run one check on it.

    Raises:
        Exception: what the check or the submission raised.
    """
    check = checks_of(folder)[name]
    torch.manual_seed(0)
    sys.modules.pop(file.stem, None)
    check(PlainStudent(load(file.stem, file), file))


def run_in_notebook(folder: str, name: str) -> None:
    """Run one check on what the notebook of this kernel has defined.

    Raises:
        Exception: what the check or the submission raised.
    """
    check = checks_of(folder)[name]
    torch.manual_seed(0)
    check(PlainStudent(sys.modules["__main__"], Path("notebook.ipynb")))
