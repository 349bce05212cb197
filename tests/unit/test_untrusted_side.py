"""What the process that runs submissions has loaded: the less, the less there is to read and to break."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.unit

OURS = ("grader.wire", "grader.confine", "grader.fork", "grader.student")
FORBIDDEN = {"torch", "numpy", "pydantic", "pytest", "rich", "click", "tomli", "nbformat", "hypothesis"}
LIST_MODULES = "import grader.student.zygote, sys; print('\\n'.join(sys.modules))"


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    """Return the names of the modules that importing the zygote loads in a fresh interpreter."""
    command = [sys.executable, "-I", "-c", LIST_MODULES]
    bare = [sys.executable, "-I", "-c", "import sys; print('\\n'.join(sys.modules))"]
    names = [
        set(subprocess.run(each, check=True, capture_output=True, text=True, cwd="/").stdout.split())
        for each in (bare, command)
    ]
    return names[1] - names[0]


def test_the_zygote_imports_the_standard_library_and_msgspec(loaded: set[str]) -> None:
    """Whatever else is on that side is imported by name, deliberately, when the zygote warms up."""
    known = {*sys.stdlib_module_names, "msgspec", "typing_extensions", "grader"}  # msgspec takes the third where it is
    others = {name for name in loaded if name.partition(".")[0] not in known}
    assert others == set()
    assert not {name.partition(".")[0] for name in loaded} & FORBIDDEN


def test_of_the_grader_it_imports_only_the_shared_floors(loaded: set[str]) -> None:
    """No model, no spec, no judge: nothing that knows what is hidden."""
    ours = {name for name in loaded if name.startswith("grader.")}
    assert {name for name in ours if not name.startswith(OURS)} == set()
    assert "grader.student.zygote" in ours


def test_the_package_itself_says_nothing(loaded: set[str]) -> None:
    """The student's process executes `grader/__init__.py`: it holds a docstring and a version."""
    import ast

    import grader

    assert grader.__file__ is not None
    body = ast.parse(Path(grader.__file__).read_text(encoding="utf-8")).body
    assert [type(node).__name__ for node in body] == ["Expr", "Assign"]
