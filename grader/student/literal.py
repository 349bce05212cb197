"""A prediction is read from the source, not computed: a literal, bounded, never run."""

import ast
import warnings
from pathlib import Path
from typing import Any, Final

from grader.student.source import decode

MAX_SOURCE: Final = 2**20


class LiteralError(ValueError):
    """The source holds no such literal; says where and what was expected."""


def read(files: list[Path], name: str) -> Any:
    """Return the literal that function `name` returns, or that constant `name` is.

    The function has one statement besides a docstring: `return` and a literal.

    Args:
        files: Python sources, searched in this order.
        name: a function or a constant at the top level of one of them.

    Raises:
        LiteralError: no file defines it, or it is no literal.
    """
    for file in files:
        node = _definition(_parse(file), name)
        if node is not None:
            return _value(node, file.name, name)
    names = ", ".join(file.name for file in files)
    raise LiteralError(f"{names} does not define `{name}` at its top level")


def _parse(file: Path) -> ast.Module:
    if file.stat().st_size > MAX_SOURCE:
        raise LiteralError(f"{file.name} is over {MAX_SOURCE} bytes")
    try:
        # Of text, not of bytes: Python would import whatever codec these name.
        with warnings.catch_warnings(action="ignore"):  # who shows one opens a file of that name, wherever it finds one
            return ast.parse(decode(file.read_bytes()), file.name)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise LiteralError(f"{file.name} cannot be read as Python: {error}") from None


def _definition(module: ast.Module, name: str) -> ast.stmt | None:
    found: ast.stmt | None = None
    for node in module.body:
        match node:
            case ast.FunctionDef():
                names = [node.name]
            case ast.Assign():
                names = [target.id for target in node.targets if isinstance(target, ast.Name)]
            case ast.AnnAssign(target=ast.Name(id=single)):
                names = [single]
            case _:
                names = []
        if name in names:
            found = node
    return found


def _value(node: ast.stmt, file: str, name: str) -> Any:
    expression: ast.expr | None
    if isinstance(node, ast.FunctionDef):
        body = node.body[1:] if ast.get_docstring(node) is not None else node.body
        if len(body) != 1 or not isinstance(body[0], ast.Return):
            raise LiteralError(
                f"{file}, line {node.lineno}: `{name}` must consist of one `return` with a literal, "
                "so that it can be read without running it"
            )
        expression = body[0].value
    else:
        expression = node.value  # type: ignore[attr-defined]
    if expression is None:
        return None
    try:
        return ast.literal_eval(expression)
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        raise LiteralError(
            f"{file}, line {expression.lineno}: `{name}` must be a literal: numbers, strings, True, False, None, "
            "and lists, tuples or dicts of these; no names, calls or arithmetic"
        ) from None
