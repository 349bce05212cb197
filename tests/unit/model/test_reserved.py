"""Which file names a submission may not bring."""

import pytest

from grader.model.reserved import reserved

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    "path", ["random.py", "torch.py", "Torch.PY", "numpy/__init__.py", "inside.py", "sitecustomize.py", "json.py"]
)
def test_names_that_hide_a_module_are_reserved(path: str) -> None:
    """A module or package called like one that is imported."""
    assert reserved(path) == "module"


@pytest.mark.parametrize("path", ["conftest.py", "deep/down/conftest.py", "pytest.ini", "a.pth", "pyproject.toml"])
def test_files_that_tools_load_are_reserved(path: str) -> None:
    """Files that pytest, pip or the interpreter load by their name, at any depth."""
    assert reserved(path) == "tool"


@pytest.mark.parametrize("path", ["a.pyc", "fast.so", "__pycache__/a.cpython-311.py"])
def test_compiled_code_is_reserved(path: str) -> None:
    """Code that nobody can read."""
    assert reserved(path) == "compiled"


@pytest.mark.parametrize(
    "path", ["parallel_block.py", "utils.py", "data/random.csv", "random/weights.pt", "pkg/json.py", "torch.md"]
)
def test_ordinary_names_are_free(path: str) -> None:
    """What hides nothing may come along."""
    assert reserved(path) == ""
