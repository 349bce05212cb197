"""The test functions of a checks file, found without running a line of it."""

import ast
from dataclasses import dataclass
from pathlib import Path

from grader.errors import Fault


@dataclass(frozen=True)
class Functions:
    """The test functions at the top level of one file, with their lines, and what is wrong with the file."""

    lines: dict[str, int]
    faults: tuple[Fault, ...] = ()


def find_functions(path: Path, label: str) -> Functions:
    """Find the test functions of a checks file.

    Args:
        path: the file; need not exist.
        label: how faults call it.
    """
    tree, faults = parse(path, label)
    lines: dict[str, int] = {}
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            faults.append(Fault(label, node.name, f"test functions at the top level, not a class (line {node.lineno})"))
        for name in _names(node):
            if name in lines:
                words = f"one function of that name; line {node.lineno} hides the one of line {lines[name]}"
                faults.append(Fault(label, name, words))
            lines[name] = node.lineno
    return Functions(lines, tuple(faults))


def parse(path: Path, label: str) -> tuple[ast.Module, list[Fault]]:
    """Parse a Python file of the course. A file that is absent is an empty one."""
    empty = ast.Module(body=[], type_ignores=[])
    try:
        return ast.parse(path.read_bytes(), filename=str(path)), []
    except FileNotFoundError:
        return empty, []
    except SyntaxError as error:  # what is not UTF-8 is one too
        return empty, [Fault(label, "", f"a Python file; {error.msg} (line {error.lineno or 1})")]
    except (OSError, ValueError) as error:
        return empty, [Fault(label, "", f"a Python file that can be read; {error}")]


def _names(node: ast.stmt) -> list[str]:
    """Return the names of tests that a statement binds: by `def`, or by giving a name to a made function."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return [node.name] if node.name.startswith("test") else []  # pytest collects both `test_a` and `testa`
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, ast.AnnAssign) and node.value is not None:
        targets = [node.target]
    else:
        targets = []
    return [target.id for target in targets if isinstance(target, ast.Name) and target.id.startswith("test_")]


def docstring_of(path: Path, name: str) -> str:
    """Return the docstring of a test function, empty where it has none or is made by an assignment.

    Args:
        path: a checks file.
        name: of the function.
    """
    tree, _faults = parse(path, path.name)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == name:
            return ast.get_docstring(node) or ""
    return ""
