"""File names that no submission may bring, because a tool would load them or they would hide a module.

In the student's process the submission comes first on the path: a `random.py`
there would break `import torch` in a way that nobody understands. The list is
fixed, not read from what happens to be installed, so that a name is refused on
every machine or on none.
"""

import sys
from pathlib import PurePosixPath
from typing import Literal

Reserved = Literal["", "module", "tool", "compiled"]
"""Why a name is reserved: it hides a module, a tool loads it, or it is machine code."""

_MODULES = frozenset(name.casefold() for name in sys.stdlib_module_names) | {
    # what the student's process imports, and what torch imports there
    "attr", "attrs", "filelock", "fsspec", "functorch", "grader", "inside", "jinja2", "markupsafe", "mpmath", "msgspec",
    "networkx", "numpy", "packaging", "psutil", "scipy", "setuptools", "pkg_resources", "sympy", "torch", "torchaudio",
    "torchgen", "torchvision", "triton", "typing_extensions", "yaml",
    # what the judge and its course import
    "_pytest", "checks", "click", "coverage", "hypothesis", "iniconfig", "nbformat", "pluggy", "pydantic",
    "pydantic_core", "pytest", "rich", "tomli", "visible",
    # what the interpreter imports by itself
    "sitecustomize", "usercustomize",
}  # fmt: skip
_TOOLS = frozenset({
    "conftest.py", "pytest.ini", ".pytest.ini", "pyproject.toml", "tox.ini", "setup.cfg", "setup.py", ".coveragerc",
    "exercise.toml",
})  # fmt: skip
_COMPILED = frozenset({".pyc", ".pyo", ".so", ".pyd", ".dll", ".dylib"})


def reserved(path: str) -> Reserved:
    """Tell why a submission may not bring a file of this path; empty where it may.

    Args:
        path: relative, with forward slashes.
    """
    pure = PurePosixPath(path.casefold())
    if pure.name in _TOOLS or pure.suffix == ".pth":
        return "tool"
    if pure.suffix in _COMPILED or "__pycache__" in pure.parts:
        return "compiled"
    # A folder hides a module only where it is a regular package.
    module = {1: pure.name.removesuffix(".py"), 2: pure.parts[0]}.get(len(pure.parts))
    is_module = pure.suffix == ".py" and (len(pure.parts) == 1 or pure.name == "__init__.py")
    return "module" if is_module and module in _MODULES else ""
